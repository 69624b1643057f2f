using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.Crypto.Keys;
using PureEdge.Engine.WebApi.Node;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Node;

/// <summary>Keys in files: what is written reads back, and what is none is a CryptoException.</summary>
public class KeyFileLaws
{
    private static readonly string[] Forms = ["spki", "pkcs8", "pkcs1", "sec1", "encrypted", "certificate"];

    private static readonly string[] Labels =
        ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE", "EC PARAMETERS", "", "X"];

    private static readonly byte[] Passphrase = "p"u8.ToArray();

    // One of each kind, and DER of it in every form it has.
    private static readonly Lazy<(NodeKey Key, string Form, byte[] Der)[]> Samples = new(() =>
    {
        using var rsa = RSA.Create(1024);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        NodeKey[] keys =
        [
            NodeKey.Of(RsaKeyCodec.FromPlatform(rsa.ExportParameters(true))),
            NodeKey.Of(EcKeyCodec.FromPlatform(NamedCurve.Find("P-384")!, ec.ExportParameters(true))),
            NodeKey.Of("ed25519", NodeKey.Ed25519.FromPrivate(RandomNumberGenerator.GetBytes(32))),
            NodeKey.Of("x25519", NodeKey.X25519.FromPrivate(RandomNumberGenerator.GetBytes(32))),
        ];
        return
        [
            .. keys.SelectMany(key => key.Kind == "rsa" ? ["pkcs8", "pkcs1"] : key.Kind == "ec" ? ["pkcs8", "sec1"] : new[] { "pkcs8" }, (key, form) => (key, form, KeyFile.WriteDer(key, form))),
            .. keys.Select(static key => key.Public()).SelectMany(key => key.Kind == "rsa" ? ["spki", "pkcs1"] : new[] { "spki" }, (key, form) => (key, form, KeyFile.WriteDer(key, form))),
            (keys[2], "encrypted", EncryptedKey.Encrypt(Host(), KeyFile.WriteDer(keys[2], "pkcs8"), 32, Passphrase)),
        ];
    });

    [Fact]
    public void What_is_written_reads_back()
    {
        foreach (var (key, form, der) in Samples.Value)
        {
            var isPrivate = key.Type == KeyType.Private;
            AssertSame(key, KeyFile.ReadDer(Host(), der, form, isPrivate, Passphrase));
            var label = form == "encrypted" ? "ENCRYPTED PRIVATE KEY" : KeyFile.Label(key, form);
            AssertSame(key, KeyFile.ReadPem(Host(), PemEncoding.WriteString(label, der), isPrivate, Passphrase));
        }
    }

    [Property(MaxTest = 200)]
    public void Text_around_a_key_does_not_matter(NonNull<string> before, NonNull<string> after, byte sample)
    {
        var (key, form, der) = Samples.Value[sample % Samples.Value.Length];
        var pem = PemEncoding.WriteString(form == "encrypted" ? "ENCRYPTED PRIVATE KEY" : KeyFile.Label(key, form), der);
        AssertSame(key, KeyFile.ReadPem(Host(), $"{before.Get}\n{pem}\n{after.Get}", key.Type == KeyType.Private, Passphrase));
    }

    [Property(MaxTest = 300)]
    public void Bytes_that_are_no_key_are_refused(byte[] noise, bool isPrivate)
    {
        foreach (var form in Forms)
        {
            Refused(() => KeyFile.ReadDer(Host(), noise, form, isPrivate, Passphrase));
        }
    }

    [Property(MaxTest = 500)]
    public void A_damaged_key_is_refused_or_another_key(byte sample, ushort at, byte value, bool isCut, byte form)
    {
        var (key, _, der) = Samples.Value[sample % Samples.Value.Length];
        var damaged = der.ToArray();
        damaged[at % damaged.Length] = value;
        Refused(() => KeyFile.ReadDer(Host(), isCut ? damaged.AsMemory(0, at % damaged.Length) : damaged, Forms[form % Forms.Length], key.Type == KeyType.Private, Passphrase));
    }

    [Property(MaxTest = 500)]
    public Property Text_that_is_no_PEM_is_refused()
    {
        var piece = Gen.OneOf(
            Gen.Elements(Labels).Select(static label => $"-----BEGIN {label}-----"),
            Gen.Elements(Labels).Select(static label => $"-----END {label}-----"),
            Gen.Elements("-----", "-----BEGIN ", "\n", "MIIB", "MCowBQYDK2VwAyEA", "=", "Proc-Type: 4,ENCRYPTED\n\n", "é", "\0"));
        return Prop.ForAll(piece.ArrayOf().ToArbitrary(), static pieces => Refused(() => KeyFile.ReadPem(Host(), string.Concat(pieces), pieces.Length % 2 == 0, null)));
    }

    [Fact]
    public void A_key_whose_passphrase_takes_long_to_try_is_paid_before_it_is_tried()
    {
        var der = EncryptedKey.Encrypt(Host(), KeyFile.WriteDer(Samples.Value[^1].Key, "pkcs8"), 16, Passphrase);
        // The number of iterations, 2048, becomes 32,767 by its two bytes.
        der.AsSpan()[(der.AsSpan().IndexOf((ReadOnlySpan<byte>)[2, 2, 8, 0]) + 2)..].Slice(0, 2).Fill(0x7f);
        var host = new TestRealm(limits: ExecutionLimits.Default with { CpuMilliseconds = 20 });
        Assert.Throws<LimitExceededException>(() => KeyFile.ReadDer(host, der, "encrypted", true, Passphrase));
    }

    private static TestRealm Host() => new(limits: ExecutionLimits.Default with { CpuMilliseconds = 60_000 });

    private static void AssertSame(NodeKey expected, NodeKey actual)
    {
        Assert.Equal((expected.Type, expected.Kind), (actual.Type, actual.Kind));
        var form = expected.Type == KeyType.Private ? "pkcs8" : "spki";
        Assert.Equal(KeyFile.WriteDer(expected, form), KeyFile.WriteDer(actual, form));
    }

    private static void Refused(Action read)
    {
        try
        {
            read();
        }
        catch (CryptoException)
        {
            // As declared.
        }
    }
}
