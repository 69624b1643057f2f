namespace PureEdge.Engine;

/// <summary>A function that took much of a request's fuel, as samples saw it.</summary>
/// <param name="Name">Its name, or that of what it is assigned to, of at most 67 characters; <see langword="null"/> when only the statement is known, as in code made by <c>eval</c>.</param>
/// <param name="Place">Where it begins, as <c>file:line:column</c>, or the file of a top level.</param>
/// <param name="Share">Its share of the request's fuel, without that of functions it calls; 0 to 1.</param>
public sealed record HotFunction(string? Name, string Place, double Share);
