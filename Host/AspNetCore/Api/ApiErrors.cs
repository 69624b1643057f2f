using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.Engine;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Api;

/// <summary>What an exception is in the API's words.</summary>
internal static class ApiErrors
{
    /// <summary>No such worker: part of every first deployment, so its code matters.</summary>
    public const int WorkerNotFound = 10007;

    /// <summary>The same, asked for as a service.</summary>
    public const int ServiceNotFound = 10090;

    private const int ScriptInvalid = 10021;

    // What a sender wrote may be quoted in it; what is allowed stands at its end.
    private const int MaxMessage = 4000;
    private const int MessageEnd = 500;

    /// <summary>A message that is not longer than a terminal takes, its beginning and its end.</summary>
    public static string Shorten(string message) =>
        message.Length <= MaxMessage ? message : $"{message.AsSpan(0, MaxMessage - MessageEnd)} ... {message.AsSpan(message.Length - MessageEnd)}";

    /// <summary>The answer to an exception, or <see langword="null"/> when it is a fault of ours.</summary>
    public static ApiException? From(Exception exception) => exception switch
    {
        ApiException e => e,
        WorkerLoadException e => new(StatusCodes.Status400BadRequest, ScriptInvalid, LoadMessage(e.Failure)),
        PureEdgeException e => From(e),
        KvException e => new(e.Status, CodeOf(e), e.Message),
        StorageException e => new(StatusCodes.Status500InternalServerError, 10001, e.Message),
        JsonException => new(StatusCodes.Status400BadRequest, 10001, "The request's body is not the JSON it must be."),
        BadHttpRequestException e => new(e.StatusCode, 10001, e.Message),
        _ => null,
    };

    // Of a key that is not there there is no exception.
    private static int CodeOf(KvException e) => e.Status switch
    {
        StatusCodes.Status404NotFound => 10013,
        StatusCodes.Status409Conflict => 10014,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status414UriTooLong => 10027,
        _ => 10001,
    };

    private static ApiException From(PureEdgeException e)
    {
        var (status, code) = e.Code switch
        {
            "worker_not_found" => (StatusCodes.Status404NotFound, WorkerNotFound),
            "version_not_found" => (StatusCodes.Status404NotFound, 10092),
            "secret_not_found" => (StatusCodes.Status404NotFound, 10056),
            "inherit_unknown" => (StatusCodes.Status400BadRequest, 10057),
            "latest_not_deployed" => (StatusCodes.Status400BadRequest, 10215),
            "form_too_large" or "too_large" => (StatusCodes.Status413PayloadTooLarge, 10027),
            "token_invalid" => (StatusCodes.Status400BadRequest, 10001),
            "conflict" => (StatusCodes.Status409Conflict, 10079),
            _ => (StatusCodes.Status400BadRequest, ScriptInvalid),
        };
        return new(status, code, e.Message);
    }

    // The places are those of the sources already, where a map came with the upload; wrangler looks those of the bundle up by itself.
    private static string LoadMessage(WorkerFailure failure)
    {
        var text = $"Uncaught {failure.Message}";
        return failure.Stack is { Length: > 0 } stack ? $"{text}\n{stack}" : failure.Location is { } place && !text.Contains(place, StringComparison.Ordinal) ? $"{text}\n  at {place}" : text;
    }
}
