using System.Security.Cryptography;
using System.Text;
using Acornima;
using Acornima.Ast;
using Jint;
using Script = Acornima.Ast.Script;

namespace PureEdge.Engine.Scripts;

/// <summary>
/// Parsed code by the hash of its content, shared by all isolates of all workers: two tenants that ship the same library parse it
/// once. Bounded by an estimate of the memory of its syntax trees; the least recently used goes first.
/// </summary>
/// <remarks>Thread-safe. What was handed out stays valid after eviction, since its users hold it.</remarks>
internal sealed class ScriptCache(long maxBytes)
{
    // An estimate, not a measurement: a tree has several nodes for each token, and a node takes tens of bytes.
    private const int TreeBytesPerSourceByte = 30;

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;
    private long _hits;
    private long _misses;

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
    /// <exception cref="WorkerLoadException">The source does not parse.</exception>
    public PreparedCode Get(WorkerModule module)
    {
        var key = new Key(Convert.ToHexString(SHA256.HashData(module.Content.Span)), module.Name, module.Kind);
        Entry entry;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                _hits++;
                entry = node.Value;
            }
            else
            {
                _misses++;
                entry = new Entry(key, new Lazy<PreparedCode>(() => Prepare(module)), module.Content.Length * (long)TreeBytesPerSourceByte);
                _entries[key] = _byUse.AddFirst(entry);
                _bytes += entry.Bytes;
                Trim();
            }
        }

        try
        {
            return entry.Code.Value;
        }
        catch
        {
            Remove(entry);
            throw;
        }
    }

    private static PreparedCode Prepare(WorkerModule module)
    {
        var source = Encoding.UTF8.GetString(module.Content.Span);
        try
        {
            return module.Kind == WorkerModuleKind.ServiceWorker
                ? new PreparedCode(JintEngine.PrepareScript(source, module.Name), default)
                : new PreparedCode(default, JintEngine.PrepareModule(source, module.Name));
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

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.Key, out var node) && ReferenceEquals(node.Value, entry))
            {
                Drop(node);
            }
        }
    }

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

    private sealed record Entry(Key Key, Lazy<PreparedCode> Code, long Bytes);
}

/// <summary>Parsed code: a script in service-worker syntax, or a module.</summary>
internal sealed record PreparedCode(Prepared<Script> Script, Prepared<Module> Module);
