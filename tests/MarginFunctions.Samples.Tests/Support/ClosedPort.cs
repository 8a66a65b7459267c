using System.Net;
using System.Net.Sockets;

namespace MarginFunctions.Samples.Tests.Support;

/// <summary>A port that is taken and on which nobody listens: connections to it are refused, and no other process gets it.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public string Address => $"http://{socket.LocalEndPoint}";

    public void Dispose() => socket.Dispose();
}
