using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>
/// The parameters of one operation, read and checked: those that its algorithm names are here, the required ones always. Buffers are
/// copies.
/// </summary>
internal sealed class AlgorithmParameters
{
    public byte[]? AdditionalData { get; set; }

    public byte[] Counter { get; set; } = [];

    public string Hash { get; set; } = "";

    public byte[] Info { get; set; } = [];

    public long Iterations { get; set; }

    public byte[] Iv { get; set; } = [];

    public byte[]? Label { get; set; }

    public int? Length { get; set; }

    public long ModulusLength { get; set; }

    public string NamedCurve { get; set; } = "";

    public KeyHandle? PublicKey { get; set; }

    public byte[] PublicExponent { get; set; } = [];

    public byte[] Salt { get; set; } = [];

    public long SaltLength { get; set; }

    public int? TagLength { get; set; }
}

/// <summary>What a member of a dictionary of parameters converts to.</summary>
internal enum ParameterKind
{
    /// <summary>BufferSource.</summary>
    Bytes,

    /// <summary>BigInteger, which is a Uint8Array.</summary>
    BigInteger,

    /// <summary>[EnforceRange] octet.</summary>
    Octet,

    /// <summary>[EnforceRange] unsigned short.</summary>
    Short,

    /// <summary>[EnforceRange] unsigned long.</summary>
    Long,

    /// <summary>HashAlgorithmIdentifier.</summary>
    Hash,

    /// <summary>DOMString.</summary>
    Text,

    /// <summary>CryptoKey.</summary>
    Key,
}

/// <summary>A member of a dictionary of parameters.</summary>
internal sealed record ParameterMember(string Name, ParameterKind Kind, bool IsRequired, Action<AlgorithmParameters, object> Store)
{
    public static readonly ParameterMember AdditionalData = new("additionalData", ParameterKind.Bytes, false, static (p, v) => p.AdditionalData = (byte[])v);
    public static readonly ParameterMember AesLength = new("length", ParameterKind.Short, true, static (p, v) => p.Length = (int)(long)v);
    public static readonly ParameterMember Counter = new("counter", ParameterKind.Bytes, true, static (p, v) => p.Counter = (byte[])v);
    public static readonly ParameterMember CounterLength = new("length", ParameterKind.Octet, true, static (p, v) => p.Length = (int)(long)v);
    public static readonly ParameterMember Hash = new("hash", ParameterKind.Hash, true, static (p, v) => p.Hash = (string)v);
    public static readonly ParameterMember HmacLength = new("length", ParameterKind.Long, false, static (p, v) => p.Length = (int)Math.Min((long)v, int.MaxValue));
    public static readonly ParameterMember Info = new("info", ParameterKind.Bytes, true, static (p, v) => p.Info = (byte[])v);
    public static readonly ParameterMember Iterations = new("iterations", ParameterKind.Long, true, static (p, v) => p.Iterations = (long)v);
    public static readonly ParameterMember Iv = new("iv", ParameterKind.Bytes, true, static (p, v) => p.Iv = (byte[])v);
    public static readonly ParameterMember Label = new("label", ParameterKind.Bytes, false, static (p, v) => p.Label = (byte[])v);
    public static readonly ParameterMember ModulusLength = new("modulusLength", ParameterKind.Long, true, static (p, v) => p.ModulusLength = (long)v);
    public static readonly ParameterMember NamedCurve = new("namedCurve", ParameterKind.Text, true, static (p, v) => p.NamedCurve = (string)v);
    public static readonly ParameterMember PublicExponent = new("publicExponent", ParameterKind.BigInteger, true, static (p, v) => p.PublicExponent = (byte[])v);
    public static readonly ParameterMember PublicKey = new("public", ParameterKind.Key, true, static (p, v) => p.PublicKey = (KeyHandle)v);
    public static readonly ParameterMember Salt = new("salt", ParameterKind.Bytes, true, static (p, v) => p.Salt = (byte[])v);
    public static readonly ParameterMember SaltLength = new("saltLength", ParameterKind.Long, true, static (p, v) => p.SaltLength = (long)v);
    public static readonly ParameterMember TagLength = new("tagLength", ParameterKind.Octet, false, static (p, v) => p.TagLength = (int)(long)v);
}
