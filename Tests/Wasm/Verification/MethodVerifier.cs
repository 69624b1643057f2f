using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Wasm.Tests.Verification;

/// <summary>
/// Follows all paths of a method by the rules of ECMA-335 III.1: types on the stack, in calls, locals and fields; equal stacks wherever paths
/// meet; protected blocks entered and left as they must be. And since locals are not set to zero: each is written before it is read. Code that no path comes to is not
/// looked at, as .NET does not look at it.
/// </summary>
/// <remarks>Owned by one method. What breaks a rule that compiled code must keep is thrown; what it breaks on purpose is reported.</remarks>
internal sealed partial class MethodVerifier
{
    private readonly MethodDefinition _method;
    private readonly MethodBody _body;
    private readonly Action<Finding> _report;
    private readonly Dictionary<Instruction, (StackType[] Stack, ulong[] Written)> _known = [];
    private readonly Queue<Instruction> _work = [];
    private readonly List<StackType> _stack = [];
    private HashSet<Instruction>? _targets;
    private ulong[] _written;
    private Instruction _at;

    private MethodVerifier(MethodDefinition method, Action<Finding> report)
    {
        _method = method;
        _body = method.Body;
        _report = report;
        _written = new ulong[(_body.Variables.Count + 63) / 64];
        _at = _body.Instructions[0];
    }

    /// <exception cref="VerificationFailure">The method is not as it must be.</exception>
    public static void Verify(MethodDefinition method, Action<Finding> report) => new MethodVerifier(method, report).Run();

    private void Run()
    {
        Reach(_body.Instructions[0]);
        while (_work.TryDequeue(out var start))
        {
            var (stack, written) = _known[start];
            _stack.Clear();
            _stack.AddRange(stack);
            _written = (ulong[])written.Clone();
            for (_at = start; ;)
            {
                EnterTry();
                var goesOn = Step();
                if (!goesOn)
                {
                    break;
                }

                var next = _at.Next ?? throw new VerificationFailure($"{_method.Name}: the method runs past its end");
                Require(Region(_at) == Region(next) || IsTryStart(next), "a path runs into or out of a protected block");
                _at = next;
                if (IsTarget(_at))
                {
                    Reach(_at);
                    break;
                }
            }
        }
    }



    private bool IsTarget(Instruction instruction)
    {
        _targets ??= [.. _body.Instructions.SelectMany(static i => i.Operand switch
        {
            Instruction one => [one],
            Instruction[] several => several,
            _ => Array.Empty<Instruction>(),
        }), .. _body.ExceptionHandlers.SelectMany(static handler => new[] { handler.TryStart, handler.HandlerStart })];
        return _targets.Contains(instruction);
    }

    /// <summary>A path comes to an instruction with what is on the stack now.</summary>
    private void Reach(Instruction target)
    {
        if (!_known.TryGetValue(target, out var known))
        {
            _known[target] = ([.. _stack], (ulong[])_written.Clone());
            _work.Enqueue(target);
            return;
        }

        Require(known.Stack.Length == _stack.Count, $"paths meet with {known.Stack.Length} and {_stack.Count} values");
        for (var i = 0; i < _stack.Count; i++)
        {
            Require(_stack[i] == known.Stack[i], $"paths meet with \"{known.Stack[i]}\" and \"{_stack[i]}\"");
        }

        var changed = false;
        for (var i = 0; i < _written.Length; i++)
        {
            var both = known.Written[i] & _written[i];
            changed |= both != known.Written[i];
            known.Written[i] = both;
        }

        if (changed)
        {
            _work.Enqueue(target);
        }
    }

    private void EnterTry()
    {
        foreach (var handler in _body.ExceptionHandlers)
        {
            if (handler.TryStart == _at)
            {
                Require(_stack.Count == 0, "a protected block begins with values on the stack");
                // An exception may come before anything in the block is written.
                var stack = _stack.ToArray();
                _stack.Add(StackType.Of(handler.CatchType));
                Reach(handler.HandlerStart);
                _stack.Clear();
                _stack.AddRange(stack);
            }
        }
    }

    // The innermost block that an instruction is in, and whether it is the handler.
    private (ExceptionHandler? Handler, bool IsHandler) Region(Instruction instruction)
    {
        (ExceptionHandler? Handler, bool IsHandler) inner = (null, false);
        var size = int.MaxValue;
        foreach (var handler in _body.ExceptionHandlers)
        {
            foreach (var (start, end, isHandler) in new[] { (handler.TryStart, handler.TryEnd, false), (handler.HandlerStart, handler.HandlerEnd, true) })
            {
                var last = end?.Offset ?? int.MaxValue;
                if (instruction.Offset >= start.Offset && instruction.Offset < last && last - start.Offset < size)
                {
                    size = last - start.Offset;
                    inner = (handler, isHandler);
                }
            }
        }

        return inner;
    }

    private void Branch(Instruction target)
    {
        Require(Region(_at) == Region(target) || IsTryStart(target), "a branch goes into or out of a protected block");
        Reach(target);
    }

    // To the first instruction of a block that is protected, from directly around it.
    private bool IsTryStart(Instruction target) => _body.ExceptionHandlers.Any(handler => handler.TryStart == target);

    private void Leave(Instruction target)
    {
        Require(Region(_at).Handler is not null, "a leave outside of protected blocks");
        _stack.Clear();
        Reach(target);
    }

    private StackType Pop()
    {
        Require(_stack.Count > 0, "there is nothing on the stack");
        var top = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private void Pop(StackType wanted)
    {
        var found = Pop();
        Require(found.Fits(wanted), $"there is \"{found}\" on the stack in place of \"{wanted}\"");
    }

    private void Push(StackType type) => _stack.Add(type);

    private void Report(Rule rule, string about = "") => _report(new Finding(rule, _at.OpCode.Name, about));

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new VerificationFailure($"{_method.Name} at {_at}: {otherwise}");
        }
    }
}

/// <summary>Compiled code breaks a rule that it must keep.</summary>
internal sealed class VerificationFailure(string message) : Exception(message);
