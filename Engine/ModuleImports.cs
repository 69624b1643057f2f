using System.Text;
using Acornima;
using Acornima.Ast;
using PureEdge.Engine.Modules;
using PureEdge.Engine.Scripts;
using PureEdge.Limits;

namespace PureEdge.Engine;

/// <summary>What a source imports, found without running it; for hosts that collect a bundle from files.</summary>
public sealed class ModuleImports
{
    private ModuleImports(bool isModule, IReadOnlyList<string> specifiers)
    {
        IsModule = isModule;
        Specifiers = specifiers;
    }

    /// <summary>Whether it has imports or exports; without, it is a script in service-worker syntax.</summary>
    public bool IsModule { get; }

    /// <summary>The specifiers of its imports and re-exports, and of <c>import("...")</c> with a literal, each once.</summary>
    public IReadOnlyList<string> Specifiers { get; }

    /// <summary>Reads a source. One that does not parse counts as a module without imports: loading it says what is wrong.</summary>
    /// <param name="source">The source text, in UTF-8. What has no word that imports or exports need is not even made a text, which would be twice as long.</param>
    /// <param name="isModule">Whether it is known to be a module; then one without a word that imports need is not parsed.</param>
    public static ModuleImports Of(ReadOnlySpan<byte> source, bool isModule = false)
    {
        // Keywords cannot be written with escapes.
        if (!Has(source, "import"u8) && (isModule ? !Has(source, "from"u8) : !Has(source, "export"u8)))
        {
            return new(isModule, []);
        }

        try
        {
            var text = Encoding.UTF8.GetString(source);
            return new ParseBudget(text.Length, ExecutionLimits.Default).Run("source", _ =>
            {
                var collector = new Collector();
                collector.Visit(new Parser(new ParserOptions { EcmaVersion = EcmaVersion.Latest }).ParseModule(text));
                return new ModuleImports(collector.IsModule, [.. collector.Specifiers]);
            });
        }
        catch (Exception e) when (e is ParseErrorException or WorkerLoadException)
        {
            return new(isModule || Has(source, "export"u8), []);
        }
    }

    /// <summary>The name of the module that a specifier means.</summary>
    /// <param name="importer">The importing module's name.</param>
    /// <param name="specifier">The specifier.</param>
    public static string ResolveName(string importer, string specifier) => ModulePath.Resolve(importer, specifier);

    private static bool Has(ReadOnlySpan<byte> source, ReadOnlySpan<byte> word) => source.IndexOf(word) >= 0;

    private sealed class Collector : AstVisitor
    {
        public HashSet<string> Specifiers { get; } = new(StringComparer.Ordinal);

        public bool IsModule { get; private set; }

        protected override object? VisitImportDeclaration(ImportDeclaration node) => Add(node.Source) ?? base.VisitImportDeclaration(node);

        protected override object? VisitExportAllDeclaration(ExportAllDeclaration node) => Add(node.Source) ?? base.VisitExportAllDeclaration(node);

        protected override object? VisitExportNamedDeclaration(ExportNamedDeclaration node) => Add(node.Source) ?? base.VisitExportNamedDeclaration(node);

        protected override object? VisitExportDefaultDeclaration(ExportDefaultDeclaration node)
        {
            IsModule = true;
            return base.VisitExportDefaultDeclaration(node);
        }

        protected override object? VisitImportExpression(ImportExpression node)
        {
            if (node.Source is StringLiteral literal)
            {
                Specifiers.Add(literal.Value);
            }

            return base.VisitImportExpression(node);
        }

        private object? Add(StringLiteral? source)
        {
            IsModule = true;
            if (source is not null)
            {
                Specifiers.Add(source.Value);
            }

            return null;
        }
    }
}
