using System.Collections.Frozen;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Jint.Runtime.Modules;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Scripts;

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
            return HostModuleOf(realm, resolved) ?? throw realm.Error($"No such module \"{resolved.Key}\"{bundle.PlaceOfImport(resolved.Key)}.{Hint(resolved.Key)}");
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
            default:
                throw realm.Error($"The module \"{resolved.Key}\" is a script in service-worker syntax and cannot be imported.");
        }
    }

    private Module? HostModuleOf(WorkerRealm realm, ResolvedSpecifier resolved)
    {
        if (hostModules.TryGetValue(resolved.Key, out var module))
        {
            return ModuleFactory.BuildSourceTextModule(realm.Engine, in module.Code);
        }

        return resolved.Key.StartsWith(HostModule.NativePrefix, StringComparison.Ordinal)
            && hostModules.TryGetValue(resolved.Key[HostModule.NativePrefix.Length..], out module)
            ? Synthetic(realm.Engine, module.ObjectIn(realm), resolved)
            : null;
    }

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

    private string Hint(string name) => name switch
    {
        _ when name.StartsWith("node:", StringComparison.Ordinal) || name.StartsWith("cloudflare:", StringComparison.Ordinal) =>
            $" Of the runtime's own modules there are {string.Join(", ", hostModules.Keys.Order(StringComparer.Ordinal))}.",
        _ when name.Contains("://", StringComparison.Ordinal) => " Modules cannot be imported over the network; put them in the bundle.",
        _ => " Imports resolve to modules of the bundle; bundle packages with your build tool.",
    };
}
