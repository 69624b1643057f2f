using PureEdge.Fuzz.Peers;

namespace PureEdge.Fuzz.Tests;

/// <summary>Node.js for the tests that compare with it.</summary>
internal static class Peers
{
    /// <summary>Node.js. Without it the test is skipped on a machine of a person, and fails where everything is tested (<c>CI=true</c>).</summary>
    public static NodePeer Node()
    {
        if (NodePeer.Shared is { } peer)
        {
            return peer;
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "There is no 'node' on this machine: CI must have it.");
        Skip.If(true, "There is no 'node' on this machine; the package of Node.js 20 or later brings it.");
        throw new InvalidOperationException();
    }
}
