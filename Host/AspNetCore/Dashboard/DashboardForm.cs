using System.Text;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>A form with files or long texts, as a browser sends it. Immutable.</summary>
internal sealed class DashboardForm(IReadOnlyList<FormPart> parts)
{
    /// <summary>The text of a field; empty when it is not there.</summary>
    public string Text(string name) => parts.FirstOrDefault(part => part.Name == name && part.FileName is null) is { } field ? Encoding.UTF8.GetString(field.Content) : "";

    /// <summary>The text of a field without white space around it.</summary>
    public string Word(string name) => Text(name).Trim();

    /// <summary>A text of several lines; browsers send each line's end as CR LF.</summary>
    public string Lines(string name) => Text(name).ReplaceLineEndings("\n");

    /// <summary>The files of a field.</summary>
    public IReadOnlyList<FormPart> Files(string name) => [.. parts.Where(part => part.Name == name && part.FileName is { Length: > 0 })];
}
