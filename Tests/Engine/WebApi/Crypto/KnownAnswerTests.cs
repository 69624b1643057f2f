using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

/// <summary>Answers that the standards give.</summary>
public class KnownAnswerTests
{
    private const string Prelude = """
        const s = crypto.subtle, hex = t => Uint8Array.fromHex(t), text = b => new Uint8Array(b).toHex();
        """;

    [Fact]
    public void AES_KW_of_RFC_3394() => Same("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5", """
        const kek = await s.importKey("raw", hex("000102030405060708090a0b0c0d0e0f"), "AES-KW", false, ["wrapKey"]);
        const key = await s.importKey("raw", hex("00112233445566778899aabbccddeeff"), "AES-CBC", true, ["encrypt"]);
        return text(await s.wrapKey("raw", key, kek, "AES-KW"));
        """);

    [Fact]
    public void AES_CTR_of_SP_800_38A() => Same("874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff", """
        const key = await s.importKey("raw", hex("2b7e151628aed2a6abf7158809cf4f3c"), "AES-CTR", false, ["encrypt"]);
        return text(await s.encrypt({ name: "AES-CTR", counter: hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), length: 64 }, key,
            hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")));
        """);

    [Fact]
    public void AES_GCM_with_a_long_nonce_of_the_GCM_paper() => Same(
        "8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca701e4a9a4fba43c90ccdcb281d48c7c6fd62875d2aca417034c34aee5619cc5aefffe0bfa462af43c1699d050", """
        const key = await s.importKey("raw", hex("feffe9928665731c6d6a8f9467308308"), "AES-GCM", false, ["encrypt"]);
        return text(await s.encrypt({ name: "AES-GCM", additionalData: hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
            iv: hex("9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b") }, key,
            hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")));
        """);

    [Fact]
    public void HKDF_of_RFC_5869() => Same("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865", """
        const key = await s.importKey("raw", new Uint8Array(22).fill(11), "HKDF", false, ["deriveBits"]);
        return text(await s.deriveBits({ name: "HKDF", hash: "SHA-256", salt: hex("000102030405060708090a0b0c"), info: hex("f0f1f2f3f4f5f6f7f8f9") }, key, 336));
        """);

    [Fact]
    public void PBKDF2_of_RFC_6070() => Same("4b007901b765489abead49d926f721d065a429c1", """
        const key = await s.importKey("raw", new TextEncoder().encode("password"), "PBKDF2", false, ["deriveBits"]);
        return text(await s.deriveBits({ name: "PBKDF2", hash: "SHA-1", salt: new TextEncoder().encode("salt"), iterations: 4096 }, key, 160));
        """);

    [Fact]
    public void Ed25519_of_RFC_8032() => Same(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", """
        const key = await s.importKey("pkcs8", hex("302e020100300506032b6570042204204ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), "Ed25519", true, ["sign"]);
        return `${text(await s.sign("Ed25519", key, hex("72")))} ${Uint8Array.fromBase64((await s.exportKey("jwk", key)).x, { alphabet: "base64url" }).toHex()}`;
        """);

    [Fact]
    public void X25519_of_RFC_7748() => Same("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552", """
        const own = await s.importKey("pkcs8", hex("302e020100300506032b656e04220420a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"), "X25519", false, ["deriveBits"]);
        const other = await s.importKey("raw", hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"), "X25519", false, []);
        return text(await s.deriveBits({ name: "X25519", public: other }, own));
        """);

    private static void Same(string expected, string body) => Assert.Equal($"\"{expected}\"", TestRealm.Json(Prelude + body));
}
