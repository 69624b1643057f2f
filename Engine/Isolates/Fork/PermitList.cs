using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>
/// What becomes of the objects of each CLR type when an isolate is forked: <c>permitted-types.txt</c>, which is reviewed. A type that
/// is not on it refuses the image, so a new one is never copied or shared by accident.
/// </summary>
internal static partial class PermitList
{
    private static readonly FrozenDictionary<string, Entry> Entries = Read();
    private static readonly ConcurrentDictionary<Type, bool> Followed = new();
    private static readonly Entry[] Bases = [.. Entries.Values.Where(static entry => entry.WithDerived)];

    /// <summary>The name of a type on the list: of generic types the definition, of what compilers name only where it is.</summary>
    public static string NameOf(Type type)
    {
        var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;
        return CompilerGenerated().Replace(name, "+(closure)");
    }

    /// <summary>Why objects of a type refuse the image, as a sentence about the worker.</summary>
    public static string ReasonOf(Type type) => Find(type)?.Reason is { Length: > 0 } reason ? reason : $"its top level keeps a '{NameOf(type)}', which is not copied";

    /// <summary>What becomes of objects of a type.</summary>
    public static Fate FateOf(Type type)
    {
        if (type == typeof(string) || type.IsPrimitive || type.IsEnum)
        {
            return Fate.Share;
        }

        if (type.IsArray || typeof(Delegate).IsAssignableFrom(type))
        {
            // They say nothing; what they lead to does.
            return Fate.ShareIfOfProcess;
        }

        if (type == typeof(WeakReference) || IsGeneric(type, typeof(WeakReference<>)))
        {
            return Fate.WeakReference;
        }

        if (IsGeneric(type, typeof(ConditionalWeakTable<,>)))
        {
            return Fate.WeakTable;
        }

        return Find(type)?.Fate ?? Fate.Refuse;
    }

    /// <summary>Whether what an object of the type leads to is the process's too.</summary>
    public static bool IsFollowedInProcess(Type type) => Followed.GetOrAdd(type, static type => FateOf(type) switch
    {
        Fate.ShareIfOfProcess => true,
        Fate.Share => Find(type) is { Word: "share" },
        _ => false,
    });

    private static Entry? Find(Type type)
    {
        if (Entries.TryGetValue(NameOf(type), out var exact))
        {
            return exact;
        }

        return Array.Find(Bases, entry => DerivesFrom(type, entry.Name)) ?? (Entries.TryGetValue(type.Namespace + ".*", out var any) ? any : null);
    }

    private static bool DerivesFrom(Type type, string name)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (NameOf(t) == name)
            {
                return true;
            }
        }

        return Array.Exists(type.GetInterfaces(), i => NameOf(i) == name);
    }

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static FrozenDictionary<string, Entry> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("PureEdge.Engine.permitted-types.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => line[0] != '#').Select(Parse).ToFrozenDictionary(static entry => entry.Name, StringComparer.Ordinal);
    }

    private static Entry Parse(string line)
    {
        var parts = line.Split("  # ");
        var words = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var fate = words[0] switch
        {
            "copy" => Fate.Copy,
            "share" or "host" => Fate.Share,
            "process" => Fate.ShareIfOfProcess,
            "refuse" => Fate.Refuse,
            _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{line}': a line begins with copy, process, share, host or refuse.")),
        };
        return new(words[0], words[1].TrimEnd('+'), fate, words[1].EndsWith('+'), parts.Length > 1 ? parts[1] : "");
    }

    private sealed record Entry(string Word, string Name, Fate Fate, bool WithDerived, string Reason);

    [GeneratedRegex(@"\+<.*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompilerGenerated();
}
