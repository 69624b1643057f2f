using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Isolates;

/// <summary>What ECMA-262 leaves to the host: <c>eval</c> and <c>new Function</c> are off, as in Workers, unless the worker asks for them.</summary>
internal sealed class WorkerEngineHost(bool allowsEval) : Host
{
    /// <inheritdoc/>
    public override void EnsureCanCompileStrings(Realm callerRealm, Realm evalRealm)
    {
        if (!allowsEval)
        {
            throw new JavaScriptException(JintInternals.EvalError(Engine.Intrinsics), "Code generation from strings disallowed for this context");
        }
    }
}
