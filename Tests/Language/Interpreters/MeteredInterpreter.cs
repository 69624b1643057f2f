using System.Globalization;
using Acornima;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Limits;

namespace PureEdge.Language.Tests.Interpreters;

/// <summary>Jint as the weaver makes it, with limits that are on, and far away.</summary>
internal sealed class MeteredInterpreter : IInterpreter
{
    private static readonly ExecutionLimits Ample = new() { CpuMilliseconds = 300, AllocationBytes = 1L << 30, TurnMilliseconds = 600_000 };

    private static readonly Options Shared = new Options { TimeSystem = new FrozenTime() }.UseLimits();

    private static readonly Prepared<Acornima.Ast.Script> PreparedObserver = Jint.Engine.PrepareScript(Observer.Source, "observe.js");

    public string Parse(string source, bool isModule)
    {
        try
        {
            using (new LimitSession(Ample).BeginWork())
            {
                _ = isModule ? (object)Jint.Engine.PrepareModule(source) : Jint.Engine.PrepareScript(source);
            }

            return "accepted";
        }
        catch (ScriptPreparationException e) when (e.InnerException is ParseErrorException inner)
        {
            return Observer.Refusal(inner.Error.Code, inner.Error.LineNumber, inner.Error.Column, inner.Error.Index, inner.Message);
        }
        catch (Exception e)
        {
            return Observer.Unexpected(e);
        }
    }

    public IRealm NewRealm() => new MeteredRealm();

    private sealed class MeteredRealm : Realm<JsValue>
    {
        private readonly Jint.Engine _engine = new(Shared);
        private readonly JsValue _observer;

        public MeteredRealm() => _observer = _engine.Evaluate(PreparedObserver);

        public override void Dispose() => _engine.Dispose();

        protected override IDisposable Begin() => _engine.BeginTurn(new LimitSession(Ample));

        protected override JsValue Evaluate(string source) => _engine.Evaluate(source, Observer.ScriptName);

        protected override JsValue Import(IReadOnlyList<(string Specifier, string Source)> modules)
        {
            foreach (var (specifier, source) in modules)
            {
                _engine.Modules.Add(specifier, source);
            }

            return _engine.Modules.Import(modules[0].Specifier);
        }

        protected override string Invoke(string function, params object?[] arguments) => _engine.Invoke(_observer.Get(function), arguments).ToString();

        protected override void RunJobs() => _engine.Advanced.ProcessTasks();

        protected override JsValue? Thrown(Exception error) => (error as JavaScriptException)?.Error;

        protected override string Ended(Exception error) =>
            error is LimitExceededException { Kind: LimitKind.Cpu } ? Observer.RunsTooLong : Observer.Unexpected(error);
    }

    private sealed class FrozenTime() : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
    {
        public override DateTimeOffset GetUtcNow() => Observer.Now;
    }
}
