param name string
param size int = 1

@allowed(['Standard', 'Premium'])
param tier string = 'Standard'

param note string?
param flag bool = 'yes' // finding: parameter 'flag' is string, not bool

output endpoint string = '${name}${size}${tier}${note}${flag}'
