namespace PureEdge.Fuzz.Parsers;

/// <summary>
/// The differences between Acornima 1.9 and Esprima.NET 3.0 that the campaigns met and that are understood, each with a minimal case.
/// Esprima.NET is the older parser and checks few early errors; where it is wrong the product is not. A test holds that each example
/// still differs.
/// </summary>
internal static class DifferenceTable
{
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new("redeclaration", "function a(){}var a", false, "has already been declared", "", "Esprima.NET does not check the early errors of declared names (ECMA-262, 14.2.1, 16.1.1, 16.2.1.1)."),
        new("undefined export", "export{a as''}", false, "is not defined in module", "", "Esprima.NET does not check that an exported name is declared (ECMA-262, 16.2.1.1)."),
        new("super outside methods", "super()", false, "'super' keyword unexpected here", "", "Esprima.NET accepts super anywhere; it belongs to methods and constructors (ECMA-262, 13.3.7)."),
        new("new.target outside functions", "new.target(``)", false, "new.target expression is not allowed here", "", "Esprima.NET accepts new.target at the top level (ECMA-262, 16.1.1)."),
        new("undeclared private name", "[a?c:n,...(d)(c.#p)]", false, "Private field '.*' must be declared", "", "Esprima.NET does not check that a private name is declared (ECMA-262, 15.7.1, AllPrivateIdentifiersValid)."),
        new("private constructor", "class b{''=1;#constructor}", false, "may not be a private method", "", "Esprima.NET accepts #constructor (ECMA-262, 15.7.1)."),
        new("use strict and parameters", "(function(a,...r){ 'use strict'; })", false, "Illegal 'use strict' directive", "'use strict'", "Esprima.NET accepts the directive in functions whose parameters are not simple (ECMA-262, 15.2.1)."),
        new("assignment to what is no target", "d=[...f]&=(b)", false, "Invalid left-hand side", "", "Esprima.NET accepts updates and compound assignments of patterns, functions and literals (ECMA-262, 13.15.1, 13.4.1)."),
        new("pattern that is no target", "(async function(b,...r){});[[...d]>>=n,...(``)]\n{}while((d)", false, "Invalid destructuring assignment target", "", "Esprima.NET accepts compound assignment of patterns (ECMA-262, 13.15.1)."),
        new("function as a statement", "if(1)function f(){}", false, "can only be declared at (the )?top level", "", "Esprima.NET accepts declarations of functions in the place of statements, also where strict code, loops and async or generators forbid it (ECMA-262, 14.13.1, B.3.1, B.3.3)."),
        new("octal after the directive", "'use strict';01", false, "Octal literals are not allowed", "", "Esprima.NET reads the token after the directive before it is strict."),
        new("\\8 in strict code", "{(('\\8'<F))}", false, "\\\\8 and \\\\9 are not allowed", "\\\\[89]", "Esprima.NET does not know the early error of ES2021 (ECMA-262, 12.9.4.1)."),
        new("delete of a name", "{for((async function(){})();delete g/(0);)a}", false, "Delete of an unqualified identifier", "delete", "Esprima.NET looks at the directly deleted name only when it stands alone (ECMA-262, 13.5.1.1)."),
        new("a line before the arrow", "()\n=>((b)(''))", false, "Unexpected token", "\\s*[\\n\\u2028]\\s*=>", "Esprima.NET accepts a line break before => (ECMA-262, 15.3)."),
        new("label before let [", "c:let[0]", false, "Unexpected identifier 'let'", "\\blet\\s*\\[", "Esprima.NET accepts an expression statement that begins with let [ (ECMA-262, 14.5)."),
        new("duplicate parameters of arrows", "({b,a:let=(b),[(b)]:b,...r})=>1", false, "Duplicate parameter name", "=>", "Esprima.NET does not look into patterns of arrow functions (ECMA-262, 15.3.1)."),
        new("a class field after a name", "class c{accessor 2}await 1", false, "Unexpected number", "accessor", "Esprima.NET reads the accessor of the decorators proposal, and anything behind it."),
        new("await as a label or name", "for await(a in b);", false, "Unexpected (reserved word|identifier 'await'|token)", "\\bawait\\b", "Esprima.NET is laxer where await is a name and where it is not: for await in, modules, async parameters (ECMA-262, 13.1.1, 14.7.5.1)."),
        new("yield and let as names", "do{yield:if([])a\nelse if(a)e}while(c)", true, "Unexpected token :", "\\b(yield|let|static)\\s*:", "Esprima.NET refuses yield, let and static as labels of sloppy code, which the grammar allows (ECMA-262, 13.1)."),
    ];

    /// <summary>Whether a difference on a source is one of the table.</summary>
    public static bool Explains(string source, ParserVerdict ours, ParserVerdict other) => All.Any(known => known.Explains(source, ours, other));
}
