using Acornima.Ast;
using Jint;
using Jint.Native.Object;

namespace PureEdge.Engine.Interop;

/// <summary>
/// A module that the host implements, such as <c>node:async_hooks</c>: an object in each isolate that imports it, whose members are its
/// exports. The interpreter knows no modules with named exports of a host, so a few lines of JavaScript take them from the object; or a
/// whole module of this assembly does, which has its slow parts in the object.
/// </summary>
/// <remarks>Immutable, shared by all isolates; what is JavaScript is parsed when the first of them imports it.</remarks>
internal sealed class HostModule
{
    /// <summary>What the specifier of the object behind a module begins with.</summary>
    public const string NativePrefix = "pureedge:native/";

    /// <summary>What the specifiers of Node.js' modules begin with.</summary>
    public const string NodePrefix = "node:";

    private readonly Func<WorkerRealm, ObjectInstance>? _create;
    private readonly Lazy<Prepared<Module>> _code;
    private readonly Lazy<Prepared<Module>> _alias;

    /// <summary>A module that is an object.</summary>
    /// <param name="specifier">What it is imported by.</param>
    /// <param name="exports">The names of its exports; the default export is the object with them all.</param>
    /// <param name="create">Makes the object, when an isolate first imports the module.</param>
    /// <param name="needsNode">As <see cref="NeedsNode"/>.</param>
    public HostModule(string specifier, string[] exports, Func<WorkerRealm, ObjectInstance> create, bool needsNode = false)
        : this(
            specifier,
            () => $"import m from '{NativePrefix}{specifier}'; export default m; export const {{ {string.Join(", ", exports)} }} = m;",
            create,
            needsNode)
    {
    }

    private HostModule(string specifier, Func<string> source, Func<WorkerRealm, ObjectInstance>? create, bool needsNode)
    {
        Specifier = specifier;
        NeedsNode = needsNode;
        _create = create;
        _code = new(() => JintEngine.PrepareModule(source(), specifier));
        _alias = new(() => JintEngine.PrepareModule($"export * from '{specifier}'; export {{ default }} from '{specifier}';", specifier[NodePrefix.Length..]));
    }

    public string Specifier { get; }

    /// <summary>Whether only workers with the compatibility flag nodejs_compat have it.</summary>
    public bool NeedsNode { get; }

    /// <summary>The module.</summary>
    public Prepared<Module> Code => _code.Value;

    /// <summary>The same module by its name without <c>node:</c>.</summary>
    public Prepared<Module> Alias => _alias.Value;

    /// <summary>A module of Node.js that is a resource of this assembly, <c>PureEdge.Engine.node.NAME.mjs</c>.</summary>
    /// <param name="name">Its name without <c>node:</c>.</param>
    /// <param name="create">Makes the object that the resource may import as <c>pureedge:native/node:NAME</c>.</param>
    public static HostModule Node(string name, Func<WorkerRealm, ObjectInstance>? create = null) => new(NodePrefix + name, () => Resource(name), create, needsNode: true);

    /// <summary>A part of modules of Node.js, a resource too, imported as <c>pureedge:node/NAME</c>; nothing that a worker should rely on.</summary>
    public static HostModule Part(string name) => new("pureedge:node/" + name, () => Resource(name), null, needsNode: true);

    /// <summary>The object behind the module, one in each isolate; <see langword="null"/> when it has none.</summary>
    public ObjectInstance? ObjectIn(WorkerRealm realm) =>
        _create is null ? null : realm.SharedObject(typeof(HostModule), this, static (realm, self) => self._create!(realm));

    private static string Resource(string name)
    {
        var resource = $"PureEdge.Engine.node.{name.Replace('/', '.')}.mjs";
        using var stream = typeof(HostModule).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"'{resource}' is no resource.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
