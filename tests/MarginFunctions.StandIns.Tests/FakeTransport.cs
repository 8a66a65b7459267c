using Azure.Core;
using Azure.Core.Pipeline;

namespace MarginFunctions.StandIns.Tests;

/// <summary>Keeps what the client sends and answers with what a test says.</summary>
internal sealed class FakeTransport(Func<FakeResponse> answer) : HttpPipelineTransport
{
    public Uri? Address { get; private set; }

    public string? Body { get; private set; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The clients under test are asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        Address = message.Request.Uri.ToUri();
        foreach (var header in message.Request.Headers)
        {
            Headers[header.Name] = header.Value;
        }
        if (message.Request.Content is { } content)
        {
            using var copy = new MemoryStream();
            await content.WriteToAsync(copy, message.CancellationToken);
            Body = System.Text.Encoding.UTF8.GetString(copy.ToArray());
        }
        message.Response = answer();
    }
}
