namespace PureEdge.Metering;

/// <summary>Marks calls from built-ins of the language, whose charges are the same on every run and stand on the bill.</summary>
internal readonly struct Billed;

/// <summary>Marks calls from the parser and the interpreter's own workings, which a warm run may do without: safety only.</summary>
internal readonly struct Unbilled;
