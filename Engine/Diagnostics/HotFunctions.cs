using Acornima;
using Acornima.Ast;
using PureEdge.Engine.Scripts;
using PureEdge.Limits;

namespace PureEdge.Engine.Diagnostics;

/// <summary>Finds the functions of a worker that took most of a request's fuel, from the statements that samples saw.</summary>
internal sealed class HotFunctions
{
    private const int Most = 5;
    private const double LeastShare = 0.01;
    private const int MostNameLength = 64;

    // Some milliseconds: a killed request must not cost much after its end. What is not found until then has no name.
    private const int MostNodes = 100_000;

    private int _nodes;

    /// <summary>The functions, the hottest first; empty when nothing was sampled.</summary>
    /// <param name="exceeded">The limit, with what samples saw up to then.</param>
    /// <param name="bundle">The code; without it every statement stands for itself.</param>
    public static IReadOnlyList<HotFunction> Of(LimitExceededException exceeded, PreparedBundle? bundle)
    {
        var finder = new HotFunctions();
        var functions =
            from statement in exceeded.Hottest
            where statement.Share >= LeastShare
            group statement.Share by finder.FunctionOf(statement.Location, bundle) into shares
            orderby shares.Sum() descending
            select new HotFunction(shares.Key.Name, shares.Key.Place, Math.Min(1, shares.Sum()));
        return [.. functions.Take(Most)];
    }

    private (string? Name, string Place) FunctionOf(SourceLocation at, PreparedBundle? bundle)
    {
        if (at.SourceFile is not { } file || bundle is null || !bundle.TryGet(file, out var module) || module.Code is not { } code)
        {
            return (null, JintLocation.Of(at));
        }

        Node node = code.Module.IsValid ? code.Module.Program! : code.Script.Program!;
        var (name, place) = ("top level", file);
        while (Next(node, at) is { } inner)
        {
            if (inner is IFunction)
            {
                (name, place) = (NameOf(inner, node), JintLocation.Of(inner.Location));
            }

            node = inner;
        }

        return _nodes > MostNodes ? (null, JintLocation.Of(at)) : (name, place);
    }

    private Node? Next(Node node, SourceLocation at)
    {
        foreach (var child in node.ChildNodes)
        {
            if (++_nodes > MostNodes)
            {
                return null;
            }

            if (child is not null && IsBefore(child.Location.Start, at.Start) && IsBefore(at.End, child.Location.End))
            {
                return child;
            }
        }

        return null;
    }

    private static bool IsBefore(Position one, Position other) =>
        one.Line < other.Line || (one.Line == other.Line && one.Column <= other.Column);

    // Its own name, or that of what it is assigned to.
    private static string NameOf(Node function, Node parent)
    {
        var named = ((IFunction)function).Id ?? parent switch
        {
            VariableDeclarator declarator => declarator.Id,
            AssignmentExpression assignment => assignment.Left,
            IProperty property => property.Key,
            _ => null,
        };
        var name = named is MemberExpression member ? NameOf(member.Property) : NameOf(named);
        return name is null ? "anonymous function" : name.Length <= MostNameLength ? name : name[..MostNameLength] + "...";
    }

    private static string? NameOf(Node? named) => named switch
    {
        Identifier identifier => identifier.Name,
        PrivateIdentifier identifier => "#" + identifier.Name,
        StringLiteral literal => literal.Value,
        _ => null,
    };
}
