using System.Collections.Frozen;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.DomException;

/// <summary>Makes DOMExceptions for the algorithms of the web platform, and knows their names (https://webidl.spec.whatwg.org/#idl-DOMException-error-names).</summary>
internal static class DomExceptions
{
    /// <summary>Name, legacy code and the constant of that code, in the order of the codes.</summary>
    internal static readonly (string Name, int Code, string Constant)[] Legacy =
    [
        ("IndexSizeError", 1, "INDEX_SIZE_ERR"),
        ("DOMStringSizeError", 2, "DOMSTRING_SIZE_ERR"),
        ("HierarchyRequestError", 3, "HIERARCHY_REQUEST_ERR"),
        ("WrongDocumentError", 4, "WRONG_DOCUMENT_ERR"),
        ("InvalidCharacterError", 5, "INVALID_CHARACTER_ERR"),
        ("NoDataAllowedError", 6, "NO_DATA_ALLOWED_ERR"),
        ("NoModificationAllowedError", 7, "NO_MODIFICATION_ALLOWED_ERR"),
        ("NotFoundError", 8, "NOT_FOUND_ERR"),
        ("NotSupportedError", 9, "NOT_SUPPORTED_ERR"),
        ("InUseAttributeError", 10, "INUSE_ATTRIBUTE_ERR"),
        ("InvalidStateError", 11, "INVALID_STATE_ERR"),
        ("SyntaxError", 12, "SYNTAX_ERR"),
        ("InvalidModificationError", 13, "INVALID_MODIFICATION_ERR"),
        ("NamespaceError", 14, "NAMESPACE_ERR"),
        ("InvalidAccessError", 15, "INVALID_ACCESS_ERR"),
        ("ValidationError", 16, "VALIDATION_ERR"),
        ("TypeMismatchError", 17, "TYPE_MISMATCH_ERR"),
        ("SecurityError", 18, "SECURITY_ERR"),
        ("NetworkError", 19, "NETWORK_ERR"),
        ("AbortError", 20, "ABORT_ERR"),
        ("URLMismatchError", 21, "URL_MISMATCH_ERR"),
        ("QuotaExceededError", 22, "QUOTA_EXCEEDED_ERR"),
        ("TimeoutError", 23, "TIMEOUT_ERR"),
        ("InvalidNodeTypeError", 24, "INVALID_NODE_TYPE_ERR"),
        ("DataCloneError", 25, "DATA_CLONE_ERR"),
    ];

    // The names that lost their errors keep only the constants.
    private static readonly FrozenDictionary<string, int> Codes = Legacy
        .Where(static entry => entry.Code is not (2 or 6 or 16))
        .ToFrozenDictionary(static entry => entry.Name, static entry => entry.Code, StringComparer.Ordinal);

    /// <summary>A DOMException to throw from an algorithm.</summary>
    /// <param name="realm">The isolate.</param>
    /// <param name="name">The error name, such as "AbortError".</param>
    /// <param name="message">What went wrong.</param>
    public static JavaScriptException New(WorkerRealm realm, string name, string message) =>
        new(new JsDomException(realm, message, name));

    /// <summary>The legacy code of an error name; zero when it has none.</summary>
    public static int CodeOf(string name) => Codes.GetValueOrDefault(name);
}
