using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>A curve of ECDSA and ECDH (https://w3c.github.io/webcrypto/#dfn-NamedCurve; its numbers: NIST SP 800-186, 3.2.1).</summary>
/// <param name="name">Its registered name.</param>
/// <param name="alg">What a JSON Web Key calls ECDSA over it.</param>
/// <param name="oid">Its object identifier.</param>
/// <param name="bytes">The length of a coordinate and of a scalar.</param>
/// <param name="fuel">What one multiplication on it costs.</param>
/// <param name="prime">The prime of its field, which is 3 modulo 4.</param>
/// <param name="order">How many points it has.</param>
/// <param name="b">The coefficient of its equation y^2 = x^3 - 3x + b.</param>
internal sealed class NamedCurve(string name, string alg, string oid, int bytes, int fuel, BigInteger prime, string order, string b)
{
    private static readonly NamedCurve[] Known =
    [
        new("P-256", "ES256", "1.2.840.10045.3.1.7", 32, 1_000,
            BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) + BigInteger.Pow(2, 192) + BigInteger.Pow(2, 96) - 1,
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
        new("P-384", "ES384", "1.3.132.0.34", 48, 10_000,
            BigInteger.Pow(2, 384) - BigInteger.Pow(2, 128) - BigInteger.Pow(2, 96) + BigInteger.Pow(2, 32) - 1,
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"),
        new("P-521", "ES512", "1.3.132.0.35", 66, 5_000,
            BigInteger.Pow(2, 521) - 1,
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"),
    ];

    private readonly BigInteger _order = Parse(order);
    private readonly BigInteger _b = Parse(b);

    public string Name => name;

    public string Alg => alg;

    public string Oid => oid;

    public int Bytes => bytes;

    public int Fuel => fuel;

    public static NamedCurve? Find(string name) => Array.Find(Known, curve => curve.Name == name);

    public static NamedCurve? FindOid(string oid) => Array.Find(Known, curve => curve.Oid == oid);

    public ECCurve Platform => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };

    /// <summary>Whether a scalar can be a private key.</summary>
    public bool IsScalar(ReadOnlySpan<byte> scalar)
    {
        var number = new BigInteger(scalar, isUnsigned: true, isBigEndian: true);
        return scalar.Length == bytes && !number.IsZero && number < _order;
    }

    /// <summary>
    /// The point as 4 and two coordinates, from that or from its compressed form (SEC 1, 2.3.4). That it is on the curve is checked of a
    /// compressed one only.
    /// </summary>
    public byte[]? ReadPoint(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length == 1 + (2 * bytes) && encoded[0] == 4)
        {
            return encoded.ToArray();
        }

        if (encoded.Length != 1 + bytes || encoded[0] is not (2 or 3))
        {
            return null;
        }

        var x = new BigInteger(encoded[1..], isUnsigned: true, isBigEndian: true);
        if (x >= prime)
        {
            return null;
        }

        var square = BigInteger.Remainder((x * x * x) - (3 * x) + _b, prime);
        square = square.Sign < 0 ? square + prime : square;
        var y = BigInteger.ModPow(square, (prime + 1) / 4, prime);
        if (y * y % prime != square)
        {
            return null;
        }

        y = y.IsEven == (encoded[0] == 2) ? y : prime - y;
        var point = new byte[1 + (2 * bytes)];
        point[0] = 4;
        encoded[1..].CopyTo(point.AsSpan(1));
        var coordinate = y.ToByteArray(isUnsigned: true, isBigEndian: true);
        coordinate.CopyTo(point.AsSpan(point.Length - coordinate.Length));
        return point;
    }

    /// <summary>The platform's form of a key.</summary>
    public ECParameters Parameters(byte[]? point, byte[]? scalar) => new()
    {
        Curve = Platform,
        Q = point is null ? default : new ECPoint { X = point[1..(1 + bytes)], Y = point[(1 + bytes)..] },
        D = scalar,
    };

    private static BigInteger Parse(string hex) => BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
