using System.Collections.Frozen;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Jint.Runtime.Modules;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Scripts;
using PureEdge.Engine.WebApi.WebAssembly;

namespace PureEdge.Engine.Modules;

/// <summary>Resolves imports inside one bundle: nothing but it and the host's own modules is reachable, whatever a specifier says.</summary>
/// <remarks>Stateless: one serves all isolates, and finds the bundle through the isolate's realm.</remarks>
internal sealed class BundleModuleLoader(FrozenDictionary<string, HostModule> hostModules) : IModuleLoader
{
    private const int MaxSpecifierLength = 2048;

    /// <summary>Gives an isolate's realm the bundle that its imports resolve in.</summary>
    public static void Attach(WorkerRealm realm, PreparedBundle bundle) => realm.State<PreparedBundle>(typeof(BundleModuleLoader), _ => bundle);

    /// <inheritdoc/>
    public ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest)
    {
        // What is too long is refused by LoadModule, of which the interpreter makes a rejection; an exception here would end the isolate.
        var specifier = moduleRequest.Specifier;
        var name = specifier.Length > MaxSpecifierLength ? specifier[..64] + "..." : ModulePath.Resolve(referencingModuleLocation, specifier);
        return new ResolvedSpecifier(moduleRequest, name, null, SpecifierType.Bare);
    }

    /// <inheritdoc/>
    public Module LoadModule(JintEngine engine, ResolvedSpecifier resolved)
    {
        var realm = WorkerRealm.Of(engine);
        if (resolved.ModuleRequest.Specifier.Length > MaxSpecifierLength)
        {
            throw realm.Error($"The specifier \"{resolved.Key}\" is longer than {MaxSpecifierLength} characters.");
        }

        var bundle = realm.State<PreparedBundle>(typeof(BundleModuleLoader), static _ => throw new InvalidOperationException("no bundle"));
        if (!bundle.TryGet(resolved.Key, out var module))
        {
            return HostModuleOf(realm, resolved) ?? throw realm.Error($"No such module \"{resolved.Key}\"{bundle.PlaceOfImport(resolved.Key)}.{Hint(realm, resolved.Key)}");
        }

        var content = module.Source.Content;
        switch (module.Source.Kind)
        {
            case WorkerModuleKind.EsModule:
                var code = module.Code!.Module;
                return ModuleFactory.BuildSourceTextModule(engine, in code);
            case WorkerModuleKind.Text:
                return Synthetic(engine, Encoding.UTF8.GetString(content.Span), resolved);
            case WorkerModuleKind.Json:
                return Synthetic(engine, ParseJson(realm, module.Source), resolved);
            case WorkerModuleKind.Data:
                return Synthetic(engine, BufferSource.NewArrayBuffer(realm, content.ToArray()), resolved);
            case WorkerModuleKind.Wasm:
                return Synthetic(engine, new JsWasmModule(realm, module.Wasm!), resolved);
            default:
                throw realm.Error($"The module \"{resolved.Key}\" is a script in service-worker syntax and cannot be imported.");
        }
    }

    private Module? HostModuleOf(WorkerRealm realm, ResolvedSpecifier resolved)
    {
        if (Find(realm, resolved.Key) is { } module)
        {
            var code = module.Code;
            return ModuleFactory.BuildSourceTextModule(realm.Engine, in code);
        }

        if (Find(realm, HostModule.NodePrefix + resolved.Key) is { } named)
        {
            var alias = named.Alias;
            return ModuleFactory.BuildSourceTextModule(realm.Engine, in alias);
        }

        return resolved.Key.StartsWith(HostModule.NativePrefix, StringComparison.Ordinal)
            && Find(realm, resolved.Key[HostModule.NativePrefix.Length..])?.ObjectIn(realm) is { } native
            ? Synthetic(realm.Engine, native, resolved)
            : null;
    }

    private HostModule? Find(WorkerRealm realm, string specifier) =>
        hostModules.TryGetValue(specifier, out var module) && (realm.HasNodeModules || !module.NeedsNode) ? module : null;

    // A module whose default export is a value; what JSON modules are to ECMA-262.
    private static Module Synthetic(JintEngine engine, JsValue value, ResolvedSpecifier resolved) =>
        ModuleFactory.BuildJsonModule(engine, value, resolved.Key);

    private static JsValue ParseJson(WorkerRealm realm, WorkerModule module)
    {
        try
        {
            return new JsonParser(realm.Engine).Parse(Encoding.UTF8.GetString(module.Content.Span));
        }
        catch (JavaScriptException e)
        {
            throw realm.SyntaxError($"The module \"{module.Name}\" is not JSON: {e.Message}");
        }
    }

    private string Hint(WorkerRealm realm, string name)
    {
        if (!realm.HasNodeModules && (hostModules.ContainsKey(name) || hostModules.ContainsKey(HostModule.NodePrefix + name)))
        {
            return " Modules of Node.js need the compatibility flag \"nodejs_compat\".";
        }

        return name switch
        {
            _ when name.StartsWith(HostModule.NodePrefix, StringComparison.Ordinal) || name.StartsWith("cloudflare:", StringComparison.Ordinal) =>
                $" Of the runtime's own modules there are {string.Join(", ", hostModules.Keys.Where(key => Find(realm, key) is not null && !key.StartsWith("pureedge:", StringComparison.Ordinal)).Order(StringComparer.Ordinal))}.",
            _ when name.Contains("://", StringComparison.Ordinal) => " Modules cannot be imported over the network; put them in the bundle.",
            _ => " Imports resolve to modules of the bundle; bundle packages with your build tool.",
        };
    }
}
