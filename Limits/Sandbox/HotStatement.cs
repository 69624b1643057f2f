using Acornima;

namespace PureEdge.Limits;

/// <summary>A statement that took much of a request's fuel, as samples saw it: about one for every 50 microseconds.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Share">Its share of the request's fuel up to then, without that of functions it calls; 0 to 1.</param>
public readonly record struct HotStatement(SourceLocation Location, double Share);
