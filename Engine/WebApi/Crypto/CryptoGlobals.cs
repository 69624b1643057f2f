using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Crypto;

internal static class CryptoGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsCrypto.Definition)
        .Interface(JsCryptoKey.Definition)
        .Interface(JsSubtleCrypto.Definition)
        .Value("crypto", static realm => new JsCrypto(realm));
}
