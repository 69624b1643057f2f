namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>An object that includes Body (https://fetch.spec.whatwg.org/#body-mixin): a request or a response.</summary>
internal interface IBodyOwner
{
    /// <summary>The body, or <see langword="null"/> without one.</summary>
    Body? Body { get; }

    /// <summary>The Content-Type header, or <see langword="null"/> without one.</summary>
    string? ContentType { get; }
}
