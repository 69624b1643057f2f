using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>A JSON Web Key (RFC 7517 and 7518; https://w3c.github.io/webcrypto/#JsonWebKey-dictionary).</summary>
internal sealed class JsonWebKey
{
    /// <summary>The members that are text, in the order of Web IDL.</summary>
    public static readonly string[] TextMembers = ["alg", "crv", "d", "dp", "dq", "e", "k", "kty", "n", "p", "q", "qi", "use", "x", "y"];

    private const int MaxNumberLength = 4096;
    private const int MaxSecretLength = 1 << 21;
    private const int MaxOperations = 1_000;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public bool? IsExtractable { get; set; }

    public IReadOnlyList<string>? Operations { get; set; }

    /// <summary>Whether it has further primes.</summary>
    public bool HasOtherPrimes { get; set; }

    public bool IsPrivate => this["d"] is not null;

    /// <summary>A member of <see cref="TextMembers"/>.</summary>
    public string? this[string member]
    {
        get => _texts.GetValueOrDefault(member);
        set => _texts[member] = value!;
    }

    /// <summary>Those that are there, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Texts => _texts;

    /// <summary>A new one of a key that is exported.</summary>
    public static JsonWebKey For(KeyHandle key, string kty) => new()
    {
        ["kty"] = kty,
        IsExtractable = key.IsExtractable,
        Operations = [.. KeyUsageNames.Of(key.Usages)],
    };

    /// <summary>https://w3c.github.io/webcrypto/#concept-parse-a-jwk</summary>
    public static JsonWebKey Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var result = new JsonWebKey();
            foreach (var member in TextMembers)
            {
                if (root.TryGetProperty(member, out var text))
                {
                    result[member] = text.GetString() ?? throw new InvalidOperationException();
                }
            }

            result.IsExtractable = root.TryGetProperty("ext", out var extractable) ? extractable.GetBoolean() : null;
            result.HasOtherPrimes = root.TryGetProperty("oth", out _);
            if (root.TryGetProperty("key_ops", out var operations))
            {
                result.Operations = [.. operations.EnumerateArray().Select(static operation => operation.GetString() ?? throw new InvalidOperationException())];
            }

            return result["kty"] is null ? throw CryptoException.DataError("The JSON Web Key has no kty.") : result;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw CryptoException.DataError("What was unwrapped is not a JSON Web Key.");
        }
    }

    /// <summary>Its JSON, as JSON.stringify has it.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Members())
            {
                switch (value)
                {
                    case bool flag:
                        writer.WriteBoolean(name, flag);
                        break;
                    case string text:
                        writer.WriteString(name, text);
                        break;
                    default:
                        writer.WriteStartArray(name);
                        foreach (var operation in (IReadOnlyList<string>)value)
                        {
                            writer.WriteStringValue(operation);
                        }

                        writer.WriteEndArray();
                        break;
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What is there, in the order of Web IDL: text, a <see cref="bool"/> (ext), a list of text (key_ops).</summary>
    public IEnumerable<(string Name, object Value)> Members()
    {
        IEnumerable<(string Name, object Value)> members = _texts.Select(static text => (text.Key, (object)text.Value));
        if (IsExtractable is { } extractable)
        {
            members = members.Append(("ext", extractable));
        }

        if (Operations is { } operations)
        {
            members = members.Append(("key_ops", operations));
        }

        return members.OrderBy(static member => member.Name, StringComparer.Ordinal);
    }

    /// <summary>A DataError unless the key is of the kind and what it says of its use covers what is wanted of it.</summary>
    public void Require(string kty, string use, bool extractable, KeyUsages usages)
    {
        if (this["kty"] != kty)
        {
            throw Misfit($"it needs kty '{kty}'.");
        }

        if (this["use"] is { } actual && usages != KeyUsages.None && actual != use)
        {
            throw Misfit($"its use must be '{use}'.");
        }

        if (Operations is { } operations)
        {
            if (operations.Count > MaxOperations || operations.Distinct(StringComparer.Ordinal).Count() != operations.Count)
            {
                throw Misfit("its key_ops name an operation twice.");
            }

            if (KeyUsageNames.Of(usages).Except(operations, StringComparer.Ordinal).Any())
            {
                throw Misfit("its key_ops do not allow the usages.");
            }
        }

        if (extractable && IsExtractable == false)
        {
            throw Misfit("it is not extractable.");
        }
    }

    /// <summary>A DataError when the key is for another algorithm.</summary>
    public void RequireAlg(params ReadOnlySpan<string> names)
    {
        if (this["alg"] is { } alg && !names.Contains(alg))
        {
            throw Misfit($"its alg must be '{names[0]}'.");
        }
    }

    /// <summary>The bytes of a member in base64url.</summary>
    public byte[] Bytes(string member)
    {
        if (this[member] is { Length: > 0 } text && text.Length <= (member == "k" ? MaxSecretLength : MaxNumberLength)
            && text.Length % 4 != 1 && !text.AsSpan().ContainsAnyExcept(Alphabet))
        {
            try
            {
                return Base64Url.DecodeFromChars(text);
            }
            catch (FormatException)
            {
                // Bits after the end that are not zero.
            }
        }

        throw Misfit($"it needs {member} in base64url.");
    }

    /// <summary>The number of a member without leading zeros.</summary>
    public byte[] Number(string member) => Bytes(member).AsSpan().TrimStart((byte)0).ToArray();

    public void Set(string member, ReadOnlySpan<byte> bytes) => this[member] = Base64Url.EncodeToString(bytes);

    public static CryptoException Misfit(string problem) => CryptoException.DataError($"The JSON Web Key does not fit: {problem}");
}
