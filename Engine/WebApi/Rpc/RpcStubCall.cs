namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>A call of, or the question for, something behind a stub. It belongs to no isolate.</summary>
/// <param name="Path">Names that lead from the object behind the stub to what is meant; empty for the object itself.</param>
/// <param name="Arguments">What it is called with; <see langword="null"/> when the value of a property is asked for.</param>
internal sealed record RpcStubCall(string[] Path, RpcMessage? Arguments)
{
    /// <summary>What is called, for errors.</summary>
    public string Name => Path.Length == 0 ? "the stub's function" : string.Join('.', Path);
}

/// <summary>What came of a call through a stub.</summary>
/// <param name="Value">What was returned; or thrown, which has no stubs in it.</param>
/// <param name="IsThrown">Whether it was thrown.</param>
internal sealed record RpcAnswer(RpcMessage Value, bool IsThrown);
