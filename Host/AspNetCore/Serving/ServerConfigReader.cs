using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Observability;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Serving;

/// <summary>Reads one <c>pureedge.json</c> and collects everything that is wrong with it.</summary>
internal sealed class ServerConfigReader
{
    private const int MostErrors = 100;
    private const int MostShown = 100;
    private const int LargestDistance = 3;

    private static readonly JsonReaderOptions Jsonc = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };
    private static readonly Dictionary<string, ServerSetting> Limits = ServerSettings.Limits.ToDictionary(static s => s.Key[ServerSettings.LimitsPrefix.Length..], StringComparer.Ordinal);
    private static readonly Dictionary<string, ServerSetting> TenantKeys = ServerSettings.Tenant.ToDictionary(static s => s.Key, StringComparer.Ordinal);
    private static readonly Dictionary<string, ServerSetting> Top = ServerSettings.Top.ToDictionary(static s => s.Key, StringComparer.Ordinal);

    private readonly string _path;
    private readonly string _folder;
    private readonly byte[] _text;
    private readonly bool _isOfDataDirectory;
    private readonly List<ServerConfigError> _errors = [];
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _workers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, object>> _tenants = new(StringComparer.Ordinal);
    private JsonObject _limits = [];
    private int _unnamed;

    // The key at the top that is read at present.
    private string? _key;

    public ServerConfigReader(string path, byte[] bytes, bool isOfDataDirectory)
    {
        _path = path;
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        _isOfDataDirectory = isOfDataDirectory;
    }

    private delegate void Entry(ref Utf8JsonReader reader, string key, long at);

    /// <summary>The options that the file makes, with all that is wrong in it.</summary>
    public ServerOptions Read()
    {
        try
        {
            ReadFile();
        }
        catch (JsonException e)
        {
            _errors.Add(new(null, $"'{_path}', line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: this is not JSON (comments and trailing commas are allowed)."));
        }

        if (_unnamed > 0)
        {
            _errors.Add(new(null, $"'{_path}' has {_unnamed} further errors."));
        }

        var all = new LimitOverrides(_path, _limits).ApplyTo(ExecutionLimits.Default);
        return ServerSettings.Options(_values, all, _workers.ToDictionary(static w => w.Key, w => new LimitOverrides(_path, w.Value).ApplyTo(all), StringComparer.Ordinal), _tenants, _errors);
    }

    private void ReadFile()
    {
        if (!Utf8.IsValid(_text))
        {
            _errors.Add(new(null, $"'{_path}' is not UTF-8."));
            return;
        }

        var reader = new Utf8JsonReader(_text, Jsonc);
        if (!reader.Read())
        {
            return;
        }

        if (ReadObject(ref reader, "The file", "", ReadTop))
        {
            // What follows is an error of the reader's.
            reader.Read();
        }
    }

    private bool ReadObject(ref Utf8JsonReader reader, string what, string prefix, Entry entry)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var at = reader.TokenStartIndex;
            Refuse(at, $"{what} is {Shown(ref reader)}; it must be an object");
            return false;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = reader.TokenStartIndex;
            var key = KeyOf(ref reader);
            reader.Read();
            _key = prefix.Length == 0 ? key : _key;
            if (seen.Add(key))
            {
                entry(ref reader, key, at);
            }
            else
            {
                Refuse(at, $"'{prefix}{Short(key)}' is there twice; it must be there once");
                reader.Skip();
            }
        }

        return true;
    }

    private void ReadTop(ref Utf8JsonReader reader, string key, long at)
    {
        switch (key)
        {
            case ServerSettings.SchemaKey:
                reader.Skip();
                break;
            case ServerSettings.LimitsKey:
                _limits = ReadLimits(ref reader, ServerSettings.LimitsKey);
                break;
            case ServerSettings.WorkersKey:
                ReadObject(ref reader, $"'{ServerSettings.WorkersKey}'", ServerSettings.WorkersKey + ".", ReadWorker);
                break;
            case ServerSettings.TenantsKey:
                ReadObject(ref reader, $"'{ServerSettings.TenantsKey}'", ServerSettings.TenantsKey + ".", ReadTenant);
                break;
            case "data" when _isOfDataDirectory:
                Refuse(at, "'data' cannot stand in a file that was found in the data directory; it must be in one that --config names, or on the command line");
                reader.Skip();
                break;
            default:
                if (Find(Top, key, at, "") is { } setting)
                {
                    Take(ref reader, setting, value => _values[key] = value);
                }
                else
                {
                    reader.Skip();
                }

                break;
        }
    }

    private void ReadWorker(ref Utf8JsonReader reader, string name, long at)
    {
        var where = $"{ServerSettings.WorkersKey}.{Short(name)}";
        if (WorkerNameError(name) is { } error)
        {
            Refuse(at, $"'{where}': {error}");
            reader.Skip();
            return;
        }

        if (_workers.Count >= PureEdgeOptions.MostWorkerLimits)
        {
            Refuse(at, $"'{where}' is one too many; at most {PureEdgeOptions.MostWorkerLimits} workers are allowed");
            reader.Skip();
            return;
        }

        JsonObject limits = [];
        ReadObject(ref reader, $"'{where}'", where + ".", (ref inner, key, keyAt) =>
        {
            if (key == ServerSettings.LimitsKey)
            {
                limits = ReadLimits(ref inner, $"{where}.{key}");
            }
            else
            {
                Refuse(keyAt, $"'{where}.{Short(key)}' is no setting; the only one here is '{ServerSettings.LimitsKey}'");
                inner.Skip();
            }
        });
        _workers[name] = limits;
    }

    private void ReadTenant(ref Utf8JsonReader reader, string name, long at)
    {
        var where = $"{ServerSettings.TenantsKey}.{Short(name)}";
        if ((WorkerNameError(name) ?? (_tenants.Count >= TenantOptions.Most ? $"it is one too many; at most {TenantOptions.Most} tenants are allowed" : null)) is { } error)
        {
            Refuse(at, $"'{where}': {error}");
            reader.Skip();
            return;
        }

        var (values, hasWorkers) = (new Dictionary<string, object>(StringComparer.Ordinal), false);
        var isRead = ReadObject(ref reader, $"'{where}'", where + ".", (ref inner, key, keyAt) =>
        {
            hasWorkers |= key == ServerSettings.TenantWorkersKey;
            if (Find(TenantKeys, key, keyAt, where + ".") is { } setting)
            {
                Take(ref inner, setting with { Key = $"{where}.{key}" }, value => values[key] = value);
            }
            else
            {
                inner.Skip();
            }
        });
        if (isRead && !hasWorkers)
        {
            Refuse(at, $"'{where}' has no '{ServerSettings.TenantWorkersKey}'; it must be {TenantKeys[ServerSettings.TenantWorkersKey].Allowed}");
        }

        // One that is not whole is no tenant, and the file has an error already.
        if (values.ContainsKey(ServerSettings.TenantWorkersKey))
        {
            _tenants[name] = values;
        }
    }

    private JsonObject ReadLimits(ref Utf8JsonReader reader, string where)
    {
        JsonObject limits = [];
        ReadObject(ref reader, $"'{where}'", where + ".", (ref inner, key, at) =>
        {
            if (Find(Limits, key, at, where + ".") is { } setting)
            {
                Take(ref inner, setting with { Key = $"{where}.{key}" }, value => limits[key] = (long)value);
            }
            else
            {
                inner.Skip();
            }
        });
        return limits;
    }

    private void Take(ref Utf8JsonReader reader, ServerSetting setting, Action<object> take)
    {
        var at = reader.TokenStartIndex;
        var value = JsonElement.ParseValue(ref reader);
        if (setting.Read(value, _folder) is { } allowed)
        {
            take(allowed);
            return;
        }

        Refuse(at, $"'{setting.Key}' is {(setting.Kind == SettingKind.Token ? "no sound token" : Short(value.GetRawText()))}; it must be {setting.Allowed}");
    }

    private ServerSetting? Find(Dictionary<string, ServerSetting> settings, string key, long at, string prefix)
    {
        if (settings.TryGetValue(key, out var setting))
        {
            return setting;
        }

        var near = Nearest(key, settings.Keys);
        if (prefix.Length == 0)
        {
            // What was meant is not known either.
            _key = near ?? key;
        }

        Refuse(at, $"'{prefix}{Short(key)}' is no setting; {(near is null ? $"there are {string.Join(", ", settings.Keys)}" : $"did you mean '{prefix}{near}'?")}");
        return null;
    }

    private void Refuse(long at, string what)
    {
        if (_errors.Count >= MostErrors)
        {
            _unnamed++;
            return;
        }

        var before = _text.AsSpan(0, (int)at);
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        _errors.Add(new(_key, LogText.Clean($"'{_path}', line {line}, column {column}: {what}{(what.EndsWith('?') ? "" : ".")}")));
    }

    private static string KeyOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no key of ours.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static string Shown(ref Utf8JsonReader reader) => Short(JsonElement.ParseValue(ref reader).GetRawText());

    private static string Short(string text) => (text.Length <= MostShown ? text : text[..MostShown] + "...").ReplaceLineEndings(" ");

    private static string? WorkerNameError(string name)
    {
        try
        {
            WorkerName.Require(name, "it");
            return null;
        }
        catch (PureEdgeException e)
        {
            return e.Message[(e.Message.IndexOf(';', StringComparison.Ordinal) + 2)..].TrimEnd('.');
        }
    }

    /// <summary>The key that was probably meant, or <see langword="null"/>.</summary>
    private static string? Nearest(string key, IEnumerable<string> keys)
    {
        var plain = Plain(key);
        return plain.Length > MostShown
            ? null
            : keys.Select(other => (Key: other, Distance: Distance(plain, Plain(other)))).Where(other => other.Distance <= Math.Min(LargestDistance, plain.Length / 2))
                .OrderBy(static other => other.Distance).Select(static other => other.Key).FirstOrDefault();
    }

    // drainSeconds and drain-seconds are drain_seconds.
    private static string Plain(string key) => new([.. key.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    // Levenshtein's, of two short texts.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[b.Length];
    }
}
