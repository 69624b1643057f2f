namespace PureEdge.AspNetCore.Serving;

/// <summary>Something that is wrong with a file of settings (<see cref="ServerConfig"/>).</summary>
/// <param name="Key">The key at the top of the file that it concerns; <see langword="null"/> when any may be, as where the text is no JSON.</param>
/// <param name="Message">What is wrong: file, line, column, key, value and what is allowed.</param>
public sealed record ServerConfigError(string? Key, string Message);
