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

namespace Jint.Runtime.Interpreter
{
    public class EvaluationContext
    {
        public readonly Engine Engine = new();

        public void ChargeStatement() => Engine.Statements++;
    }
}
