using Acornima.Ast;
using Jint;
using Jint.Native.Object;

namespace PureEdge.Engine.Interop;

/// <summary>
/// A module that the host implements, such as <c>node:async_hooks</c>: an object in each isolate that imports it, whose members are its
/// exports. The interpreter knows no modules with named exports of a host, so a few lines of JavaScript take them from the object.
/// </summary>
/// <remarks>Immutable, shared by all isolates.</remarks>
internal sealed class HostModule
{
    /// <summary>What the specifier of the object behind a module begins with.</summary>
    public const string NativePrefix = "pureedge:native/";

    private readonly Func<WorkerRealm, ObjectInstance> _create;
    private readonly Prepared<Module> _code;

    /// <summary>A module.</summary>
    /// <param name="specifier">What it is imported by.</param>
    /// <param name="exports">The names of its exports; the default export is the object with them all.</param>
    /// <param name="create">Makes the object, when an isolate first imports the module.</param>
    public HostModule(string specifier, string[] exports, Func<WorkerRealm, ObjectInstance> create)
    {
        Specifier = specifier;
        _create = create;
        _code = JintEngine.PrepareModule($"import m from '{NativePrefix}{specifier}'; export default m; export const {{ {string.Join(", ", exports)} }} = m;", specifier);
    }

    public string Specifier { get; }

    /// <summary>The few lines.</summary>
    public ref readonly Prepared<Module> Code => ref _code;

    /// <summary>The object behind the module, one in each isolate.</summary>
    public ObjectInstance ObjectIn(WorkerRealm realm) => realm.SharedObject(typeof(HostModule), this, static (realm, self) => self._create(realm));
}
