namespace PureEdge.AspNetCore.Api.Access;

/// <summary>What a token opens.</summary>
internal enum TokenScope
{
    /// <summary>Sees everything and changes nothing: lists, versions, logs, usage, values of KV. Not the tokens.</summary>
    Read,

    /// <summary>Everything about the workers it names, and nothing of others.</summary>
    Deploy,

    /// <summary>Everything.</summary>
    Admin,
}
