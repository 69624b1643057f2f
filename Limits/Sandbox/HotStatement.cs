using Acornima;

namespace PureEdge.Limits;

/// <summary>A statement that took much of a request's fuel, as samples saw it: about one for each slice of 20 to 100 microseconds.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Share">Its share of the work counted up to then, billed or for safety, without that of functions it calls; 0 to 1.</param>
public readonly record struct HotStatement(SourceLocation Location, double Share);
