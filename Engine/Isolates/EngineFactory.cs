using System.Globalization;
using Jint;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Modules;
using PureEdge.Engine.WebApi;
using PureEdge.Limits;
using PureEdge.Limits.Realm;

namespace PureEdge.Engine.Isolates;

/// <summary>Engines are made here and nowhere else. A set of options serves every isolate of the process that has the same of two switches: <c>eval</c>, and what nodejs_compat brings.</summary>
internal static class EngineFactory
{
    // Deeper JSON than this is an attack on the stack; honest documents stay below a hundred levels.
    private const int MaxJsonDepth = 1_000;

    private static readonly Options[] SharedOptions =
        [CreateOptions(false, false), CreateOptions(false, true), CreateOptions(true, false), CreateOptions(true, true)];

    public static JintEngine Create(bool allowsEval, bool hasNodeModules) => new(SharedOptions[(allowsEval ? 2 : 0) + (hasNodeModules ? 1 : 0)]);

    private static Options CreateOptions(bool allowsEval, bool hasNodeModules)
    {
        var options = new Options
        {
            TimeZone = TimeZoneInfo.Utc,
            Culture = CultureInfo.InvariantCulture,
            TimeSystem = new FrozenTimeSystem(),
            // Atomics.wait would hold the thread.
            AgentCanSuspend = false,
        };
        options.UseLimits();
        options.UseSafeRealm();
        options.EnableModules(new BundleModuleLoader(WorkerModules.All));
        options.UseHostFactory(_ => new WorkerEngineHost(allowsEval));
        options.Host.JobCallbacks = new ScopeHooks();
        options.Json.MaxParseDepth = MaxJsonDepth;
        options.Interop.Enabled = false;
        WorkerGlobals.Register(options, hasNodeModules);
        return options;
    }
}
