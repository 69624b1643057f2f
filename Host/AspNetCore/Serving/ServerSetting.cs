using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Serving;

/// <summary>What the value of a setting is.</summary>
internal enum SettingKind
{
    /// <summary><see langword="true"/> or <see langword="false"/>.</summary>
    Flag,

    /// <summary>A whole number in a range.</summary>
    Whole,

    /// <summary>URLs to listen on.</summary>
    Urls,

    /// <summary>A domain name.</summary>
    Domain,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A path, relative to the folder of the file.</summary>
    Path,

    /// <summary>Several paths.</summary>
    Paths,

    /// <summary>The URL of a collector.</summary>
    Collector,

    /// <summary>A token; never shown.</summary>
    Token,

    /// <summary>How much the log has.</summary>
    Level,

    /// <summary>Names of workers, or beginnings of names with <c>*</c> behind.</summary>
    Workers,

    /// <summary>An object that <see cref="ServerConfigReader"/> reads.</summary>
    Section,
}

/// <summary>One key of <c>pureedge.json</c>: what it means, what it may be, and what it is when it is not set. The page and the schema are made of these.</summary>
/// <param name="Key">The key; of a limit with <c>limits.</c> before it.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="What">A sentence without its full stop.</param>
/// <param name="ValueOf">The value in options.</param>
internal sealed record ServerSetting(string Key, SettingKind Kind, string What, Func<ServerOptions, object?> ValueOf)
{
    private const int MostText = 4_096;
    private const int MostEntries = 1_000;
    private const int LeastTokenLength = 16;

    /// <summary>The unit of a number; empty without.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The range of a number.</summary>
    public (long Least, long Most) Range { get; init; }

    /// <summary>The option of the command line that says the same, or <see langword="null"/>.</summary>
    public string? Option { get; init; }

    /// <summary>Whether a server that runs takes it.</summary>
    public bool IsLive { get; init; }

    /// <summary>What the default is, when it is no value of its own.</summary>
    public string? DefaultText { get; init; }

    /// <summary>What is allowed, to follow "it must be".</summary>
    public string Allowed => Kind switch
    {
        SettingKind.Flag => "true or false",
        SettingKind.Whole => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Range.Least} to {Range.Most}"),
        SettingKind.Urls => "a list of one or more URLs such as \"http://127.0.0.1:8787\", or a text of them separated by ';'",
        SettingKind.Domain => "a domain name such as \"example.com\"",
        SettingKind.Text => "a text",
        SettingKind.Path => "a path, as a text",
        SettingKind.Paths => "a list of paths",
        SettingKind.Workers => $"a list of 1 to {TenantOptions.MostNames} names of workers, or of beginnings of names with * behind such as \"acme-*\"",
        SettingKind.Collector => "a URL such as \"http://127.0.0.1:4318\"",
        SettingKind.Token => $"a text of {LeastTokenLength} or more printable ASCII characters without spaces",
        SettingKind.Level => $"one of {string.Join(", ", ServerSettings.Levels.Select(static level => $"\"{level}\""))}",
        _ => "an object",
    };

    /// <summary>The value in options, as a text to compare and to show.</summary>
    public string TextOf(ServerOptions options) => ValueOf(options) switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        LogLevel level => ServerSettings.NameOf(level),
        IEnumerable<string> texts => string.Join(';', texts),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The value of the option, of what a file says.</summary>
    /// <param name="value">What the file says.</param>
    /// <param name="folder">The folder of the file.</param>
    /// <returns>The value, or <see langword="null"/> when it is not allowed.</returns>
    public object? Read(JsonElement value, string folder) => Kind switch
    {
        SettingKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null,
        SettingKind.Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= Range.Least && number <= Range.Most ? number : null,
        SettingKind.Urls => Texts(value, ';') is { Length: > 0 } urls && urls.All(ServerRules.IsListenUrl) ? urls : null,
        SettingKind.Domain => Text(value) is { } domain && Uri.CheckHostName(domain) == UriHostNameType.Dns ? domain : null,
        SettingKind.Text => Text(value),
        SettingKind.Path => Text(value) is { } path ? Full(path, folder) : null,
        SettingKind.Paths => Texts(value, null) is { } paths && paths.Select(path => Full(path, folder)).ToArray() is var all && !all.Contains(null) ? all : null,
        SettingKind.Workers => Texts(value, null) is { Length: > 0 and <= TenantOptions.MostNames } names && names.All(TenantOptions.IsName) ? names : null,
        SettingKind.Collector => Text(value) is { } url && Uri.TryCreate(url, UriKind.Absolute, out var collector) && collector.Scheme is "http" or "https" ? collector : null,
        SettingKind.Token => Text(value) is { Length: >= LeastTokenLength } token && token.All(static c => c is > ' ' and <= '~') ? token : null,
        SettingKind.Level => Text(value) is { } level && ServerSettings.Levels.Contains(level, StringComparer.Ordinal) ? Enum.Parse<LogLevel>(level, ignoreCase: true) : null,
        _ => null,
    };

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MostText } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    private static string[]? Texts(JsonElement value, char? separator)
    {
        if (value.ValueKind == JsonValueKind.String && separator is { } between)
        {
            return Text(value)?.Split(between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostEntries)
        {
            return null;
        }

        var texts = value.EnumerateArray().Select(Text).OfType<string>().ToArray();
        return texts.Length == value.GetArrayLength() ? texts : null;
    }

    private static string? Full(string path, string folder) =>
        path == DataDirectory.Memory ? path : path.Contains('\0', StringComparison.Ordinal) ? null : System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, path));
}
