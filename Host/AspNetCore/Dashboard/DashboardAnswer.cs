using Microsoft.AspNetCore.Http;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>What a form is answered with: a page, or where to go. Immutable.</summary>
/// <param name="Status">The status.</param>
/// <param name="Content">The page's content.</param>
/// <param name="Next">Where to go instead, or <see langword="null"/>.</param>
internal sealed record DashboardAnswer(int Status, Html Content, string? Next = null)
{
    /// <summary>Goes to another page.</summary>
    public static DashboardAnswer To(string path) => new(StatusCodes.Status303SeeOther, Html.Empty, path);
}
