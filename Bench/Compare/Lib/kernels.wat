;; Loops of WebAssembly, of a few milliseconds a call. Every result depends on every step.
(module
  (type $step (func (param i32) (result i32)))
  (memory 4)
  (table 4 funcref)
  (elem (i32.const 0) $add $exclusive $multiply $rotate)

  ;; Rotations, additions and multiplications, as hashes have them.
  (func (export "integers") (param $n i32) (result i32) (local $a i32) (local $b i32)
    (local.set $a (i32.const 0x6a09e667))
    (local.set $b (i32.const 0x3c6ef372))
    (loop $again
      (local.set $a (i32.add (i32.xor (i32.rotl (local.get $a) (i32.const 5)) (local.get $b)) (local.get $n)))
      (local.set $b (i32.mul (i32.xor (local.get $b) (i32.shr_u (local.get $a) (i32.const 7))) (i32.const 0x9e3779b1)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.xor (local.get $a) (local.get $b)))

  ;; How often points of a square of n by n may be squared before they leave the circle of radius 2, at most 64 times each.
  (func (export "floats") (param $n i32) (result i32)
    (local $i i32) (local $j i32) (local $left i32) (local $sum i32)
    (local $scale f64) (local $cx f64) (local $cy f64) (local $x f64) (local $y f64) (local $xx f64) (local $yy f64)
    (local.set $scale (f64.div (f64.const 2.5) (f64.convert_i32_s (local.get $n))))
    (loop $rows
      (local.set $cy (f64.sub (f64.mul (f64.convert_i32_s (local.get $i)) (local.get $scale)) (f64.const 1.25)))
      (local.set $j (i32.const 0))
      (loop $columns
        (local.set $cx (f64.sub (f64.mul (f64.convert_i32_s (local.get $j)) (local.get $scale)) (f64.const 2)))
        (local.set $x (f64.const 0))
        (local.set $y (f64.const 0))
        (local.set $left (i32.const 64))
        (block $out
          (loop $again
            (local.set $xx (f64.mul (local.get $x) (local.get $x)))
            (local.set $yy (f64.mul (local.get $y) (local.get $y)))
            (br_if $out (f64.gt (f64.add (local.get $xx) (local.get $yy)) (f64.const 4)))
            (local.set $y (f64.add (f64.mul (f64.mul (local.get $x) (local.get $y)) (f64.const 2)) (local.get $cy)))
            (local.set $x (f64.add (f64.sub (local.get $xx) (local.get $yy)) (local.get $cx)))
            (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
        (local.set $sum (i32.add (local.get $sum) (local.get $left)))
        (br_if $columns (i32.lt_s (local.tee $j (i32.add (local.get $j) (i32.const 1))) (local.get $n))))
      (br_if $rows (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $sum))

  ;; Primes below n, at most 262,144, by a sieve of bytes.
  (func (export "memory") (param $n i32) (result i32) (local $i i32) (local $j i32) (local $count i32)
    (memory.fill (i32.const 0) (i32.const 1) (local.get $n))
    (local.set $i (i32.const 2))
    (loop $numbers
      (if (i32.load8_u (local.get $i))
        (then
          (local.set $count (i32.add (local.get $count) (i32.const 1)))
          (local.set $j (i32.shl (local.get $i) (i32.const 1)))
          (block $out
            (loop $multiples
              (br_if $out (i32.ge_u (local.get $j) (local.get $n)))
              (i32.store8 (local.get $j) (i32.const 0))
              (local.set $j (i32.add (local.get $j) (local.get $i)))
              (br $multiples)))))
      (br_if $numbers (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (local.get $count))

  (func $fibonacci (export "calls") (param $n i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else (i32.add
        (call $fibonacci (i32.sub (local.get $n) (i32.const 1)))
        (call $fibonacci (i32.sub (local.get $n) (i32.const 2)))))))

  ;; Functions of a table, one after the other.
  (func (export "indirect") (param $n i32) (result i32) (local $value i32)
    (loop $again
      (local.set $value (call_indirect (type $step) (local.get $value) (i32.and (local.get $n) (i32.const 3))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $value))
  (func $add (type $step) (i32.add (local.get 0) (i32.const 12345)))
  (func $exclusive (type $step) (i32.xor (local.get 0) (i32.const 0x5bd1e995)))
  (func $multiply (type $step) (i32.mul (local.get 0) (i32.const 0x01000193)))
  (func $rotate (type $step) (i32.rotl (local.get 0) (i32.const 11))))
