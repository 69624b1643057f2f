namespace PureEdge.Fuzz.Parsers;

/// <summary>
/// The differences between Acornima 1.9 and Esprima.NET 3.0 that the campaigns met and that are understood, each with a minimal case.
/// Esprima.NET, which is asked not to be tolerant, is the older parser and checks few early errors; where it is wrong the product is not.
/// A test holds that each example still differs.
/// </summary>
internal static class DifferenceTable
{
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new("redeclaration", "function a(){}var a", false, "has already been declared", "", "Esprima.NET does not check the early errors of declared names (ECMA-262, 14.2.1, 16.1.1, 16.2.1.1)."),
        new("undefined export", "export{a as''}", false, "is not defined in module", "", "Esprima.NET does not check that an exported name is declared (ECMA-262, 16.2.1.1)."),
        new("private constructor", "class b{''=1;#constructor}", false, "may not be a private method", "", "Esprima.NET accepts #constructor (ECMA-262, 15.7.1)."),
        new("assignment to what is no target", "d=[...f]&=(b)", false, "Invalid left-hand side", "", "Esprima.NET accepts updates and compound assignments of patterns, functions and literals (ECMA-262, 13.15.1, 13.4.1)."),
        new("label before let [", "c:let[0]", false, "Unexpected identifier 'let'", "\\blet\\s*\\[", "Esprima.NET accepts an expression statement that begins with let [ (ECMA-262, 14.5)."),
        new("duplicate parameters of arrows", "({b,a:let=(b),[(b)]:b,...r})=>1", false, "Duplicate parameter name", "=>", "Esprima.NET does not look into patterns of arrow functions (ECMA-262, 15.3.1)."),
        new("no comma before a spread", "({m(){}...a})", false, "Unexpected token '\\.\\.\\.'", "\\.\\.\\.", "Esprima.NET reads a spread property without the comma before it (ECMA-262, 13.2.5)."),
        new("no comma behind a method", "({m(){}s(){}})", false, "Unexpected (identifier|string|number|token)", @"\}\s*[\w$'""\[#*]", "Esprima.NET reads the next property without the comma behind a method (ECMA-262, 13.2.5)."),
        new("static as a name in strict code", "static", false, "Unexpected strict mode reserved word", @"\bstatic\b", "Esprima.NET takes static for a name in strict code, where it is reserved (ECMA-262, 13.1)."),
        new("--> in a module", "d>{}\n-->", false, "Unexpected token '>'", "(?m)^[^\n]*-->", "Esprima.NET takes --> for the beginning of a comment in modules too; such comments are of scripts only (ECMA-262, B.1.1)."),
        new("<!-- in a module", "<!--", false, "Unexpected token '<'", "<!--", "Esprima.NET takes <!-- for the beginning of a comment in modules too; such comments are of scripts only (ECMA-262, B.1.1)."),
        new("arguments in a function in a field", "class b{c=function(){arguments}}", true, "'arguments' is not allowed", @"\barguments\b", "Esprima.NET looks for arguments in the functions of a field's initializer too, which have their own (ECMA-262, 15.7.1, ContainsArguments)."),
        new("a class field after a name", "class c{accessor 2}await 1", false, "Unexpected number", "accessor", "Esprima.NET reads the accessor of the decorators proposal, and anything behind it."),
        new("let as the name of a function", "(async function let(){})", true, "Unexpected token let", "\\bfunction\\s*\\*?\\s*let\\b", "Esprima.NET refuses let as the name of a function expression of sloppy code, which the grammar allows (ECMA-262, 15.8 and 13.1)."),
        new("yield as a shorthand", "({ yield, a })", true, "Unexpected token ,", @"[{,]\s*yield\s*,", "Esprima.NET refuses yield as a shorthand property of sloppy code, which the grammar allows (ECMA-262, 13.2.5 and 13.1)."),
        new("let as a catch parameter", "try{}catch(let){}", true, "Unexpected token let", "\\bcatch\\s*\\(\\s*let\\b", "Esprima.NET refuses let as the parameter of a catch of sloppy code, which the grammar allows (ECMA-262, 14.15 and 13.1)."),
        new("yield and let as names", "do{yield:if([])a\nelse if(a)e}while(c)", true, "Unexpected token :", "\\b(yield|let|static)\\s*:", "Esprima.NET refuses yield, let and static as labels of sloppy code, which the grammar allows (ECMA-262, 13.1)."),
        new("import in a block", "{import''}", false, "Unexpected token 'import'", "\\bimport\\b", "Esprima.NET accepts import declarations inside blocks; they may stand only at the top of a module (ECMA-262, 16.2)."),
        new("async function as a statement", "if(a)async function d(){}", false, "Async functions can only be declared", "async function", "Esprima.NET accepts async functions where a statement must stand (ECMA-262, 14, B.3.3)."),
        new("generator as a statement", "if(a)function* b(){}", false, "Generators can only be declared", "function\\s*\\*", "Esprima.NET accepts generators where a statement must stand (ECMA-262, 14, B.3.3)."),
        new("async function in a loop", "for(;;){async function b(){}}", true, "Async functions can only be declared", "(?s)\\b(for|while|do)\\b.*async function", "Esprima.NET refuses async functions in the block of a loop, where any declaration may stand (ECMA-262, 14.2)."),
        new("class as a statement", "while(a)class b{}", false, "Unexpected token 'class'", "\\bclass\\b", "Esprima.NET accepts classes where a statement must stand (ECMA-262, 14.5)."),
        new("class of a strict name", "class arguments{}", false, "Unexpected eval or arguments in strict mode", "\\bclass\\s+(eval|arguments)\\b", "Esprima.NET does not read the name of a class as strict code (ECMA-262, 15.7)."),
        new("private name of no class", "class c{c=#p in a}", false, "must be declared in an enclosing class", "#", "Esprima.NET does not check that a private name belongs to a class around it (ECMA-262, 15.7.1)."),
        new("update or assignment of a call", "++b()", true, "Invalid left-hand side", "\\)\\s*(\\+\\+|--|[^=]?=)|(\\+\\+|--)", "In sloppy code a call as a target is an error at run time only, as browsers have it (ECMA-262, 13.15.1); Esprima.NET refuses it."),
        new("export in a block", "switch(a){default:export{b as c}}", false, "Unexpected token 'export'", "\\bexport\\b", "Esprima.NET accepts export declarations inside blocks; they may stand only at the top of a module (ECMA-262, 16.2)."),
        new("await as a name in a module", "(function(){await()})", false, "Unexpected reserved word", "\\bawait\\b", "Esprima.NET takes await for a name in functions of a module, where it is reserved (ECMA-262, 13.1)."),
        new("duplicate parameters behind a strict name", "(async function static([d,...{[c]:d}]){})", false, "Duplicate parameter name", "\\bfunction\\*?\\s+(static|let|yield|implements|interface|package|private|protected|public)\\b", "Esprima.NET forgets duplicate parameters when the function's name is reserved in strict code (ECMA-262, 15.2.1)."),
        new("a parameter twice under a strict name", "function b({static,[e]:static}){}", false, "Duplicate parameter name", "\\b(static|let|yield|implements|interface|package|private|protected|public)\\b", "Esprima.NET forgets duplicate parameters whose name is reserved in strict code (ECMA-262, 15.2.1)."),
        new("labelled function as a statement", "if(a)c:function d(){}", false, "functions can only be declared", "\\bfunction\\b", "Esprima.NET accepts a labelled function where a statement must stand (ECMA-262, 14.6.1, IsLabelledFunction)."),
        new("decimal with a leading zero in strict code", "08", false, "Decimals with leading zeros", "\\b0\\d", "Esprima.NET refuses 01 in strict code, but not 08 (ECMA-262, 12.9.3, NonOctalDecimalIntegerLiteral)."),
        new("compound assignment in a pattern", "[{[c]:r}&=1]", false, "Invalid destructuring assignment target", "=", "Esprima.NET accepts compound assignments of patterns (ECMA-262, 13.15.1)."),
    ];

    /// <summary>Whether a difference on a source is one of the table.</summary>
    public static bool Explains(string source, ParserVerdict ours, ParserVerdict other) => All.Any(known => known.Explains(source, ours, other));
}
