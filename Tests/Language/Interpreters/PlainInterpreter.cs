extern alias Plain;

using System.Globalization;
using Plain::Jint;
using Plain::Jint.Native;
using Plain::Jint.Runtime;

namespace PureEdge.Language.Tests.Interpreters;

/// <summary>Jint as its package has it, with nothing but a bound on statements.</summary>
internal sealed class PlainInterpreter : IInterpreter
{
    private static readonly Options Shared = new Options { TimeSystem = new FrozenTime() }.MaxStatements(Observer.MaxStatements);

    private static readonly Prepared<Plain::Acornima.Ast.Script> PreparedObserver = Plain::Jint.Engine.PrepareScript(Observer.Source, "observe.js");

    public string Parse(string source, bool isModule)
    {
        try
        {
            _ = isModule ? (object)Plain::Jint.Engine.PrepareModule(source) : Plain::Jint.Engine.PrepareScript(source);
            return "accepted";
        }
        catch (ScriptPreparationException e) when (e.InnerException is Plain::Acornima.ParseErrorException inner)
        {
            return Observer.Refusal(inner.Error.Code, inner.Error.LineNumber, inner.Error.Column, inner.Error.Index, inner.Message);
        }
        catch (Exception e)
        {
            return Observer.Unexpected(e);
        }
    }

    public IRealm NewRealm() => new PlainRealm();

    private sealed class PlainRealm : Realm<JsValue>
    {
        private readonly Plain::Jint.Engine _engine = new(Shared);
        private readonly JsValue _observer;

        public PlainRealm() => _observer = _engine.Evaluate(PreparedObserver);

        public override void Dispose() => _engine.Dispose();

        protected override IDisposable? Begin() => null;

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

        protected override string Ended(Exception error) => error is StatementsCountOverflowException ? Observer.RunsTooLong : Observer.Unexpected(error);
    }

    private sealed class FrozenTime() : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
    {
        public override DateTimeOffset GetUtcNow() => Observer.Now;
    }
}
