using System.Security.Cryptography;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>A curve of ECDSA (https://w3c.github.io/webcrypto/#dfn-NamedCurve).</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Alg">What a JSON Web Key calls ECDSA over it.</param>
/// <param name="Bytes">The length of a coordinate.</param>
/// <param name="Fuel">What one multiplication on it costs.</param>
/// <param name="Header">What comes before the coordinates in a SubjectPublicKeyInfo (RFC 5480) whose point is not compressed.</param>
internal sealed record NamedCurve(string Name, string Alg, int Bytes, int Fuel, byte[] Header)
{
    // The headers are constant, so no key of a script reaches a parser, or names a curve of its own.
    private static readonly NamedCurve[] Known =
    [
        new("P-256", "ES256", 32, 1_000, Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004")),
        new("P-384", "ES384", 48, 6_000, Convert.FromHexString("3076301006072A8648CE3D020106052B8104002203620004")),
        new("P-521", "ES512", 66, 6_000, Convert.FromHexString("30819B301006072A8648CE3D020106052B810400230381860004")),
    ];

    public static NamedCurve? Find(string name) => Array.Find(Known, curve => curve.Name == name);

    /// <summary>The platform's form of a point, which is 4 and the two coordinates.</summary>
    public ECParameters Parameters(byte[] point) => new()
    {
        Curve = Name switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        },
        Q = new ECPoint { X = point[1..(1 + Bytes)], Y = point[(1 + Bytes)..] },
    };
}
