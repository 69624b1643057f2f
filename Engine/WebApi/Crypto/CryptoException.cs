namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>What an algorithm refuses, as the DOMException it becomes (https://w3c.github.io/webcrypto/#SubtleCrypto-Exceptions).</summary>
/// <param name="name">The name of the DOMException; "TypeError" for a TypeError.</param>
/// <param name="message">What is wrong and what is allowed.</param>
internal sealed class CryptoException(string name, string message) : Exception(message)
{
    public string Name { get; } = name;

    public static CryptoException DataError(string message) => new("DataError", message);

    public static CryptoException InvalidAccessError(string message) => new("InvalidAccessError", message);

    public static CryptoException NotSupportedError(string message) => new("NotSupportedError", message);

    public static CryptoException OperationError(string message) => new("OperationError", message);

    public static CryptoException SyntaxError(string message) => new("SyntaxError", message);
}
