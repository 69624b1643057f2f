using Jint.Native;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>The parts of a request beside method, URL, headers and body.</summary>
/// <param name="Redirect"><c>follow</c>, <c>manual</c> or <c>error</c>.</param>
/// <param name="Cache">The cache mode.</param>
/// <param name="Integrity">The integrity metadata as given; nothing checks it.</param>
/// <param name="KeepAlive">As given; without effect in a worker.</param>
/// <param name="Mode">As given; without effect in a worker.</param>
/// <param name="Credentials">As given; without effect in a worker.</param>
/// <param name="Cf">Cloudflare's options as given.</param>
internal sealed record RequestOptions(string Redirect, string Cache, string Integrity, bool KeepAlive, string Mode, string Credentials, JsValue Cf)
{
    public static RequestOptions Default { get; } = new("follow", "default", "", false, "cors", "same-origin", JsValue.Undefined);
}
