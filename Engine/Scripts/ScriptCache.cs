using System.Security.Cryptography;
using System.Text;
using Acornima;
using Acornima.Ast;
using Jint;
using PureEdge.Limits;
using Script = Acornima.Ast.Script;

namespace PureEdge.Engine.Scripts;

/// <summary>
/// Parsed code by the hash of its content, shared by all isolates of all workers: two tenants that ship the same library parse it
/// once. Bounded by an estimate of the memory of sources and syntax trees; the least recently used goes first.
/// </summary>
/// <remarks>Thread-safe. What was handed out stays valid after eviction, since its users hold it.</remarks>
internal sealed class ScriptCache(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;
    private long _hits;
    private long _misses;

    // What the interpreter makes once in a process, time zones most of it, is 8 MB and on nobody's budget.
    static ScriptCache() => JintEngine.PrepareModule("export default 1", "first.js");

    /// <summary>Requests served from the cache.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Requests that had to parse.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>The estimated memory of what is held, in bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Entries held.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The parsed form of a module; parsed here unless it is known. Concurrent requests for the same source parse it once.</summary>
    /// <param name="module">The module.</param>
    /// <param name="budget">What parsing it may take; whoever comes first pays.</param>
    /// <exception cref="WorkerLoadException">The source does not parse, or not within the budget.</exception>
    public PreparedCode Get(WorkerModule module, ParseBudget budget)
    {
        var entry = Find(new Key(Convert.ToHexString(SHA256.HashData(module.Content.Span)), module.Name, module.Kind));
        try
        {
            return entry.Get(() =>
            {
                var code = Prepare(module, budget);
                CountIn(entry, module.Content.Length * (long)sizeof(char) + code.Summary.TreeBytes);
                return code;
            });
        }
        catch
        {
            // Whoever waits for it tries on its own budget.
            Remove(entry);
            throw;
        }
    }

    private Entry Find(Key key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                _hits++;
                return node.Value;
            }

            _misses++;
            _entries[key] = node = _byUse.AddFirst(new Entry(key));
            return node.Value;
        }
    }

    private static PreparedCode Prepare(WorkerModule module, ParseBudget budget)
    {
        var source = Encoding.UTF8.GetString(module.Content.Span);
        try
        {
            return budget.Run(module.Name, session => module.Kind == WorkerModuleKind.ServiceWorker
                ? PreparedCode.Of(JintEngine.PrepareScript(source, module.Name), session)
                : PreparedCode.Of(JintEngine.PrepareModule(source, module.Name), session));
        }
        catch (ScriptPreparationException e)
        {
            throw new WorkerLoadException(DescribeSyntaxError(module.Name, source, e));
        }
    }

    private static WorkerFailure DescribeSyntaxError(string name, string source, ScriptPreparationException e)
    {
        if (e.InnerException is not ParseErrorException error)
        {
            return new(WorkerOutcome.Exception, $"'{name}' cannot be parsed: {e.Message}");
        }

        var location = $"{name}:{error.LineNumber}:{error.Column + 1}";
        var excerpt = SourceExcerpt.At(source, error.LineNumber, error.Column);
        return new(WorkerOutcome.Exception, $"SyntaxError: {error.Description ?? error.Message} at {location}{excerpt}", null, location);
    }

    private void CountIn(Entry entry, long bytes)
    {
        lock (_gate)
        {
            if (NodeOf(entry) is not null)
            {
                entry.Bytes = bytes;
                _bytes += bytes;
                Trim();
            }
        }
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (NodeOf(entry) is { } node)
            {
                Drop(node);
            }
        }
    }

    // Another may have taken its place.
    private LinkedListNode<Entry>? NodeOf(Entry entry) => _entries.TryGetValue(entry.Key, out var node) && ReferenceEquals(node.Value, entry) ? node : null;

    private void Trim()
    {
        while (_bytes > maxBytes && _byUse.Count > 1)
        {
            Drop(_byUse.Last!);
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private readonly record struct Key(string Hash, string Name, WorkerModuleKind Kind);

    private sealed class Entry(Key key)
    {
        private readonly Lock _making = new();
        private PreparedCode? _code;

        public Key Key => key;

        /// <summary>Zero until it is parsed. Guarded by the lock of the cache.</summary>
        public long Bytes { get; set; }

        public PreparedCode Get(Func<PreparedCode> parse)
        {
            lock (_making)
            {
                return _code ??= parse();
            }
        }
    }
}

/// <summary>Parsed code: a script in service-worker syntax, or a module.</summary>
internal sealed record PreparedCode(Prepared<Script> Script, Prepared<Module> Module, SyntaxSummary Summary)
{
    public static PreparedCode Of(Prepared<Script> script, LimitSession session) => new(script, default, SyntaxSummary.Of(script.Program!, session));

    public static PreparedCode Of(Prepared<Module> module, LimitSession session) => new(default, module, SyntaxSummary.Of(module.Program!, session));
}
