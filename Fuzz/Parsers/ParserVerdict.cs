namespace PureEdge.Fuzz.Parsers;

/// <summary>What a parser says of a source.</summary>
/// <param name="Accepts">Whether it is a program.</param>
/// <param name="Shape">The kinds of its nodes, in the order of the source, nested; empty when refused.</param>
/// <param name="Error">Why it was refused.</param>
internal sealed record ParserVerdict(bool Accepts, string Shape, string Error);
