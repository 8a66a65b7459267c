param plain string

@secure()
param hidden string

output both string = '${plain}${hidden}' // finding: output 'both' gives a secret away
