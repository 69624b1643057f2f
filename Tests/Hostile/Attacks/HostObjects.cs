namespace PureEdge.Hostile.Tests.Attacks;

/// <summary>
/// What the names beginning with <c>host</c> stand for: in a worker no object of the host's language is within reach, so they are
/// functions and objects of the web platform that the host implements.
/// </summary>
internal static class HostObjects
{
    public const string Prelude = """
        const hostFn = structuredClone;
        const hostDelegate = crypto.getRandomValues.bind(crypto);
        const hostObj = new URL("http://host.example/path?a=1");
        const hostThrow = () => atob("*");
        const hostArr = new URLSearchParams("a=1&a=2").getAll("a");
        const hostList = new URLSearchParams("a=1&b=2&c=3");
        const hostDict = new Headers({ a: "1", b: "2" });
        const hostBytes = new TextEncoder().encode("host");
        const hostTask = milliseconds => scheduler.wait(milliseconds);
        const hostCb = callback => hostList.forEach(callback);

        """;
}
