namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>The operations for which algorithms are registered (https://w3c.github.io/webcrypto/#algorithm-registration).</summary>
[Flags]
internal enum CryptoOperations
{
    None = 0,
    Encrypt = 1,
    Decrypt = 2,
    Sign = 4,
    Verify = 8,
    Digest = 16,
    DeriveBits = 32,
    WrapKey = 64,
    UnwrapKey = 128,
    GenerateKey = 256,
    ImportKey = 512,
    ExportKey = 1024,
    GetKeyLength = 2048,
}
