using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Primitives;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>The state under the classes Cipheriv and Decipheriv of <c>node:crypto</c>: takes data in parts, and gives at once what can be given.</summary>
/// <remarks>Owned by the isolate's turn. The platform's objects live for one call; what it cannot do in parts, a tag of GCM, is the library's.</remarks>
internal sealed class JsNodeCipher : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsNodeCipher>("CipherHandle")
        .Method("update", 0, static (self, a) => self.Update(a.At(0), a.At(1)))
        .Method("final", 0, static (self, _) => self.Final())
        .Method("setAutoPadding", 0, static (self, a) => self.SetAutoPadding(a.At(0)))
        .Method("setAAD", 0, static (self, a) => self.SetAdditional(a.At(0), a.At(1)))
        .Method("getAuthTag", 0, static (self, _) => self.GetTag())
        .Method("setAuthTag", 0, static (self, a) => self.SetTag(a.At(0), a.At(1)))
        .Build();

    private const int BlockBytes = NodeCipher.AesBlockBytes;

    // What the library's object takes, tables of a multiplication among it.
    private const int TaggerBytes = 8192;

    private readonly WorkerRealm _realm;
    private readonly NodeCipher _cipher;
    private readonly bool _encrypts;
    private readonly byte[] _key;
    // The last block of cipher text for CBC, the next counter for CTR and GCM.
    private readonly byte[] _chain = new byte[BlockBytes];
    private readonly byte[] _pending = new byte[BlockBytes];
    private readonly GcmBlockCipher? _tagger;
    private readonly byte[]? _counted;
    private int _pendingBytes;
    private int? _tagBytes;
    private byte[]? _tag;
    private bool _pads = true;
    private bool _hasData;
    private bool _isFinished;

    private JsNodeCipher(WorkerRealm realm, NodeCipher cipher, bool encrypts, byte[] key, byte[] iv, int? tagBytes)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        _realm = realm;
        _cipher = cipher;
        _encrypts = encrypts;
        _key = key;
        _tagBytes = tagBytes;
        if (!cipher.Authenticates)
        {
            iv.CopyTo(_chain, 0);
            return;
        }

        _counted = new byte[TaggerBytes];
        realm.Host.Scope.Limits.ChargeAllocation(2L * TaggerBytes);
        GaloisMode.Start(key, iv, _chain);
        _tagger = new GcmBlockCipher(AesUtilities.CreateEngine());
        _tagger.Init(true, new AeadParameters(new KeyParameter(key), BlockBytes * 8, iv));
    }

    /// <summary>(name, key, iv, encrypts, authTagLength)</summary>
    public static JsNodeCipher New(WorkerRealm realm, JsValue[] a)
    {
        var cipher = a.At(0) is JsString name
            ? NodeCipher.Find(name.ToString()) ?? throw NodeErrors.Plain(realm, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher")
            : throw NodeErrors.ArgumentType(realm, "cipher", "of type string", a.At(0));
        var key = NodeBuffer.BytesOf(realm, a.At(1), JsValue.Undefined, "key");
        Memory<byte>? iv = a.At(2).IsNull() ? null : NodeBuffer.BytesOf(realm, a.At(2), JsValue.Undefined, "iv");
        if (!cipher.TakesIv(iv?.Length))
        {
            throw NodeErrors.Type(realm, "ERR_CRYPTO_INVALID_IV", "Invalid initialization vector");
        }

        if (key.Length != cipher.KeyBytes)
        {
            throw NodeErrors.Range(realm, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
        }

        int? tagBytes = null;
        if (cipher.Authenticates && a.At(4).IsNumber())
        {
            tagBytes = TagBytes(a[4].AsNumber()) ?? throw InvalidTag(realm, a[4].AsNumber());
        }

        realm.Host.ChargeBytes(key.Length);
        return new(realm, cipher, TypeConverter.ToBoolean(a.At(3)), key.ToArray(), iv?.ToArray() ?? [], tagBytes);
    }

    private JsTypedArray Update(JsValue data, JsValue encoding)
    {
        var input = data is JsString || BufferSource.TryGetBytes(data, out _)
            ? NodeBuffer.BytesOf(_realm, data, encoding, "data")
            : throw NodeErrors.ArgumentType(_realm, "data", "of type string or an instance of Buffer, TypedArray, or DataView", data);
        if (_isFinished)
        {
            throw _realm.Error("Trying to add data in unsupported state");
        }

        _hasData = true;
        _realm.Host.ChargeBytes(input.Length * (_cipher.Authenticates ? 2L : 1L));
        _realm.Host.Scope.Limits.ChargeAllocation((2L * input.Length) + BlockBytes);
        return NodeBuffer.Wrap(_realm, _cipher.IsBlockwise ? Blocks(input.Span) : Stream(input.Span));
    }

    private JsTypedArray Final()
    {
        if (_isFinished)
        {
            throw NodeErrors.Plain(_realm, "ERR_CRYPTO_INVALID_STATE", "Invalid state");
        }

        _isFinished = true;
        _realm.Host.ChargeBytes(BlockBytes);
        if (_tagger is not null)
        {
            FinishTag(_tagger);
        }

        return NodeBuffer.Wrap(_realm, !_cipher.IsBlockwise ? [] : _encrypts ? LastEncrypted() : LastDecrypted());
    }

    private byte[] LastEncrypted()
    {
        if (!_pads)
        {
            return _pendingBytes == 0 ? [] : throw WrongLength();
        }

        _pending.AsSpan(_pendingBytes).Fill((byte)(BlockBytes - _pendingBytes));
        return Transform(_pending);
    }

    private byte[] LastDecrypted()
    {
        if (_pendingBytes != (_pads ? BlockBytes : 0))
        {
            throw WrongLength();
        }

        if (!_pads)
        {
            return [];
        }

        var block = Transform(_pending);
        var padding = block[^1];
        return padding is > 0 and <= BlockBytes && !block.AsSpan(BlockBytes - padding).ContainsAnyExcept(padding)
            ? block[..^padding]
            : throw NodeErrors.Plain(_realm, "ERR_OSSL_BAD_DECRYPT", "error:1C800064:Provider routines::bad decrypt");
    }

    // Whole blocks; where padding is to be taken off, the last one waits.
    private byte[] Blocks(ReadOnlySpan<byte> input)
    {
        var total = _pendingBytes + (long)input.Length;
        var whole = total - (total % BlockBytes);
        if (!_encrypts && _pads && whole == total && whole > 0)
        {
            whole -= BlockBytes;
        }

        if (whole == 0)
        {
            input.CopyTo(_pending.AsSpan(_pendingBytes));
            _pendingBytes += input.Length;
            return [];
        }

        var data = new byte[whole];
        _pending.AsSpan(0, _pendingBytes).CopyTo(data);
        var taken = data.Length - _pendingBytes;
        input[..taken].CopyTo(data.AsSpan(_pendingBytes));
        input[taken..].CopyTo(_pending);
        _pendingBytes = input.Length - taken;
        return Transform(data);
    }

    [SuppressMessage("Security", "CA5358:Review cipher mode usage with cryptography experts", Justification = "Node.js has ECB; the worker decides.")]
    private byte[] Transform(byte[] data)
    {
        using var aes = NewAes();
        if (_cipher.Mode == "ecb")
        {
            return _encrypts ? aes.EncryptEcb(data, PaddingMode.None) : aes.DecryptEcb(data, PaddingMode.None);
        }

        var result = _encrypts ? aes.EncryptCbc(data, _chain, PaddingMode.None) : aes.DecryptCbc(data, _chain, PaddingMode.None);
        (_encrypts ? result : data).AsSpan(data.Length - BlockBytes).CopyTo(_chain);
        return result;
    }

    private byte[] Stream(ReadOnlySpan<byte> input)
    {
        // What was used of the current block is encrypted once more and dropped.
        var data = new byte[_pendingBytes + input.Length];
        input.CopyTo(data.AsSpan(_pendingBytes));
        var bits = _cipher.Authenticates ? 32 : 128;
        using (var aes = NewAes())
        {
            CounterMode.Apply(aes, _chain, bits, data, data);
        }

        Count((uint)(data.Length / BlockBytes), bits);
        var output = _pendingBytes == 0 ? data : data[_pendingBytes..];
        _pendingBytes = data.Length % BlockBytes;
        if (_tagger is not null)
        {
            Absorb(_tagger, _encrypts ? input : output);
        }

        return output;
    }

    private void Count(uint blocks, int bits)
    {
        var counter = BinaryPrimitives.ReadUInt128BigEndian(_chain);
        var mask = bits == 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;
        BinaryPrimitives.WriteUInt128BigEndian(_chain, (counter & ~mask) | (unchecked(counter + blocks) & mask));
    }

    // The library encrypts the plain text once more for its tag.
    private static void Absorb(GcmBlockCipher tagger, ReadOnlySpan<byte> plain)
    {
        Span<byte> scratch = stackalloc byte[1024 + (2 * BlockBytes)];
        for (; !plain.IsEmpty; plain = plain[Math.Min(1024, plain.Length)..])
        {
            tagger.ProcessBytes(plain[..Math.Min(1024, plain.Length)], scratch);
        }
    }

    private void FinishTag(GcmBlockCipher tagger)
    {
        GC.KeepAlive(_counted);
        Span<byte> scratch = stackalloc byte[3 * BlockBytes];
        tagger.DoFinal(scratch);
        var tag = tagger.GetMac();
        if (_encrypts)
        {
            _tag = tag[..(_tagBytes ?? BlockBytes)];
        }
        else if (_tag is null || !CryptographicOperations.FixedTimeEquals(_tag, tag.AsSpan(0, _tag.Length)))
        {
            throw _realm.Error("Unsupported state or unable to authenticate data");
        }
    }

    private JsNodeCipher SetAutoPadding(JsValue pads)
    {
        RequireOpen("setAutoPadding");
        _pads = pads.IsUndefined() || TypeConverter.ToBoolean(pads);
        return this;
    }

    private JsNodeCipher SetAdditional(JsValue value, JsValue encoding)
    {
        if (_tagger is null || _hasData)
        {
            throw InvalidState("setAAD");
        }

        RequireOpen("setAAD");
        var bytes = NodeBuffer.BytesOf(_realm, value, encoding, "buffer");
        _realm.Host.ChargeBytes(bytes.Length);
        _tagger.ProcessAadBytes(bytes.Span);
        return this;
    }

    private JsTypedArray GetTag() => _isFinished && _tag is { } tag ? NodeBuffer.Wrap(_realm, [.. tag]) : throw InvalidState("getAuthTag");

    private JsNodeCipher SetTag(JsValue value, JsValue encoding)
    {
        var bytes = NodeBuffer.BytesOf(_realm, value, encoding, "buffer");
        if (_tagger is null || _tag is not null)
        {
            throw InvalidState("setAuthTag");
        }

        RequireOpen("setAuthTag");
        if (TagBytes(bytes.Length) is null || (_tagBytes is { } expected && expected != bytes.Length))
        {
            throw InvalidTag(_realm, bytes.Length);
        }

        _tag = bytes.ToArray();
        return this;
    }

    private void RequireOpen(string operation)
    {
        if (_isFinished)
        {
            throw InvalidState(operation);
        }
    }

    private JavaScriptException InvalidState(string operation) =>
        NodeErrors.Plain(_realm, "ERR_CRYPTO_INVALID_STATE", $"Invalid state for operation {operation}");

    private JavaScriptException WrongLength() =>
        NodeErrors.Plain(_realm, "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH", "error:1C80006B:Provider routines::wrong final block length");

    private static int? TagBytes(double length) => length is 4 or 8 or >= 12 and <= BlockBytes && double.IsInteger(length) ? (int)length : null;

    private static JavaScriptException InvalidTag(WorkerRealm realm, double length) =>
        NodeErrors.Type(realm, "ERR_CRYPTO_INVALID_AUTH_TAG", $"Invalid authentication tag length: {NodeErrors.Number(length)}");

    private Aes NewAes()
    {
        var aes = Aes.Create();
        aes.Key = _key;
        return aes;
    }
}
