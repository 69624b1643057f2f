using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;

namespace PureEdge.Fuzz.Targets;

/// <summary>Keys in files, as node:crypto reads them, nearly right: DER, and PEM around it; with laws.</summary>
internal static class KeyFiles
{
    private const string Passphrase = "p";

    // Made for this file: they protect nothing.
    private const string Rsa =
        "30820153020100300d06092a864886f70d01010105000482013d30820139020100024100c27704c3e2c20feb0ee5cbbd97a2c0982e9c85022fe3fc0b20e2cb6af187b0a0dab35072c9bbc9efc7e5a3606e38a597154050654edd26d9b8cedb69c8d035a902030100010240161207fa6b6bf6fe888c50194e726c455954ee4b973fdac530904ce1f053a41a0a86ea5cb72b4601336c3acfd2c7a828cce9da00d611509b12fc232874941599022100f89a706c55136988af1325b0f3fb59dd30f340abadf1707f2cd31e51d777af6f022100c84037f0ed1edf0b4a32709ad7411e47618f3ff48cad87ceafce187ca891606702207fa34b755378d406495d1b4ceef76dfc12d5d1ae537052c1f8d1ac0f79010a21022010efd58b6c12cb5ca216e80d409d825919384b797c9884bf07818ff2a333408b02207b2a28d061ed39edddacfa732c0eb938bd2f9dfd725f04e95333fa7b4f72cf28";

    private const string Ec =
        "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b02010104201da5294468c737b04f3e77008baf8c30e42ad3a948424f637e95b7cd19f12043a14403420004b7bc14617ef675c5b78fb715ab34b72ebb44d540053d3ada99c23933708f2b22725da299ba7b76a6f151a0f16b0877ffb0b4324647fe0b67d23949653bb9fba4";

    private const string Ed = "302e020100300506032b657004220420c5e640d3f9a5ac9a3930ac2026de31d46e1ce44b305122e113b0a5fd32a36349";

    private const string X25519 = "302e020100300506032b656e04220420c5e640d3f9a5ac9a3930ac2026de31d46e1ce44b305122e113b0a5fd32a36349";

    private const string Encrypted =
        "3081eb305606092a864886f70d01050d3049302806092a864886f70d01050c301b040819467f9f8594bf0a020102300c06082a864886f70d02090500301d060960864801650304012a041029fb08a9f235ff6c9a22a2c0155dab4b048190756370acdc77b667af952aa298dc41b4f809058292b1528b2096f3390e736c7c79fdd7c1d5d0b42c1a0fa740bef520e5c9a20c539d4c45b4ac118d1bc7d215f62fbe81b364fc014621f31428d6352c5c169e520d38dad0d6ab6135e7c1547d0f985e4280802eb6839218f590c21d25f4ca9d1adb59225233f4c495b94b13aabc175723285d5c974734ffd683e9ef7276";

    private const string Certificate =
        "3082017030820115a0030201020214257dac984508876359e8a1a9bdad6caabf736c19300a06082a8648ce3d040302300c310a300806035504030c01663020170d3236313132363231333031305a180f32303534303431323231333031305a300c310a300806035504030c01663059301306072a8648ce3d020106082a8648ce3d03010703420004b7bc14617ef675c5b78fb715ab34b72ebb44d540053d3ada99c23933708f2b22725da299ba7b76a6f151a0f16b0877ffb0b4324647fe0b67d23949653bb9fba4a3533051301d0603551d0e041604142fb0d0d1f7dbb66f4f2f99243b4e94e06f03d965301f0603551d230418301680142fb0d0d1f7dbb66f4f2f99243b4e94e06f03d965300f0603551d130101ff040530030101ff300a06082a8648ce3d04030203490030460221009f7cdd5186b5c4560007699c3003431e5b83f91b9138c179946b4b47d83bf40f022100c5031ff1b919340b1d06a5717e76f55d69287db8485fb7ce1e0bbc74f91c3611";

    // Everything the class library writes of the four.
    private static readonly (string Label, string Type, byte[] Der)[] Files = [.. All()];

    private static readonly string[] Labels = [.. Files.Select(static file => file.Label).Distinct(StringComparer.Ordinal), "EC PARAMETERS", "X", ""];

    private static readonly byte[] LikelyBytes = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xa1, 0xa3, 0xff];

    private static readonly byte[] LikelyText = [.. "-\n\r :=,BEGINDK/+A\0\u007f"u8];

    private const string Laws = """
        const text = (key) => key.type + key.asymmetricKeyType + key.export({ format: "der", type: key.type === "private" ? "pkcs8" : "spki" }).toString("hex");
        const again = (key) => (key.type === "private" ? files.createPrivateKey : files.createPublicKey)(key.export({ format: "pem", type: key.type === "private" ? "pkcs8" : "spki" }));
        if (text(again(key)) !== text(key)) line("ESCAPE law: a key that is written and read is another");
        """;

    /// <summary>What stands before <see cref="Read"/>.</summary>
    public static Term Import { get; } = Term.Any("const files = (await import(\"node:crypto\")).default;");

    /// <summary>Statements that read a key, write it and read it again.</summary>
    public static Gen<Term> Read { get; } =
        from file in Gen.Elements(Files)
        from edits in Edits(LikelyBytes, 3)
        from type in Gen.Frequency((8, Gen.Constant(file.Type)), (1, Gen.Elements(Files).Select(static other => other.Type)))
        from label in Gen.Frequency((8, Gen.Constant(file.Label)), (1, Gen.Elements(Labels)))
        from textEdits in Edits(LikelyText, 3)
        from maker in Gen.Elements("createPrivateKey", "createPublicKey")
        from isPem in Gen.Elements(true, false)
        let der = ByteEdits.Apply(file.Der, edits)
        select isPem
            ? Term.Any($"{{ const key = files.{maker}({{ key: Buffer.from($0, \"hex\").toString(\"latin1\"), passphrase: \"{Passphrase}\" }}); k[0] = key; {Laws} }}", Hex(ByteEdits.Apply(Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, der)), textEdits)))
            : Term.Any($"{{ const key = files.{maker}({{ key: Buffer.from($0, \"hex\"), format: \"der\", type: \"{type}\", passphrase: \"{Passphrase}\" }}); k[0] = key; {Laws} }}", Hex(der));

    private static Gen<Func<byte[], byte[]>[]> Edits(byte[] likely, int most) =>
        from count in Gen.Choose(0, most) from edits in ByteEdits.Any(likely).ArrayOf(count) select edits;

    private static IEnumerable<(string Label, string Type, byte[] Der)> All()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Convert.FromHexString(Rsa), out _);
        using var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(Convert.FromHexString(Ec), out _);
        return
        [
            .. new[] { Rsa, Ec, Ed, X25519 }.Select(static key => ("PRIVATE KEY", "pkcs8", Convert.FromHexString(key))),
            ("RSA PRIVATE KEY", "pkcs1", rsa.ExportRSAPrivateKey()),
            ("RSA PUBLIC KEY", "pkcs1", rsa.ExportRSAPublicKey()),
            ("EC PRIVATE KEY", "sec1", ec.ExportECPrivateKey()),
            ("PUBLIC KEY", "spki", rsa.ExportSubjectPublicKeyInfo()),
            ("PUBLIC KEY", "spki", ec.ExportSubjectPublicKeyInfo()),
            ("ENCRYPTED PRIVATE KEY", "pkcs8", Convert.FromHexString(Encrypted)),
            ("CERTIFICATE", "spki", Convert.FromHexString(Certificate)),
        ];
    }

    private static Term Hex(byte[] bytes) => Term.Of(Kind.Text, $"\"{Convert.ToHexStringLower(bytes)}\"");
}
