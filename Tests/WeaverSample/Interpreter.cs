#pragma warning disable // Stands in for the interpreter's types of the same names.
namespace Jint
{
    public class Engine
    {
        public int Statements;

        public void RunPerStatementChecks() => Statements++;

        public void RunBeforeExecuteStatementChecks() => Statements++;
    }
}

namespace Jint.Native
{
    public class JsString
    {
        public static JsString Create(string name) => new();

        public static JsString CachedCreate(string name) => new();
    }
}

namespace Jint.Runtime.Interpreter
{
    public class Names
    {
        public static Native.JsString Own() => Native.JsString.CachedCreate("length");

        public static Native.JsString OfASource(string name) => Native.JsString.CachedCreate(name);
    }

    public class EvaluationContext
    {
        public readonly Engine Engine = new();

        public void ChargeStatement() => Engine.Statements++;
    }
}
