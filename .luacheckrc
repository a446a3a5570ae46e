std = 'luajit'
max_line_length = 150
globals = { 'torch', 'nn', 'paths' }
exclude_files = { 'build', 'build-asan' }
files['spec'] = { std = 'luajit+busted' }
