let t={then(f){f(1);f(2);f(t)}};Promise.all(Array(3e5).fill(t)).then(v=>Promise.all(v));1
