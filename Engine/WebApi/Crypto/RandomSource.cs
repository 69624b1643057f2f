using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Crypto;

internal static class RandomSource
{
    /// <summary>Random bytes, inside a request only: what runs before the first one may be snapshotted and shared.</summary>
    public static void Fill(WorkerRealm realm, Span<byte> bytes)
    {
        RequireRequest(realm);
        realm.Host.FillRandom(bytes);
    }

    public static void RequireRequest(WorkerRealm realm)
    {
        if (!realm.Host.Scope.AllowsIO)
        {
            throw realm.Error("Disallowed operation called within global scope. Random values belong to a request: ask for them inside a handler.");
        }
    }
}
