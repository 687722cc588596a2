function __museimg_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __museimg_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __museimg_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __museimg_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __museimg_parse_tokens -S
    set -l unparsed_tokens (__museimg_tokens -pc)
    switch $unparsed_tokens[1]
    case 'museimg'
        __museimg_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'info'
            __museimg_parse_subcommand 1 'f/format=' 'g/geometry=' 'l/layout=+' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'identify'
            __museimg_parse_subcommand 1 'f/format=' 'g/geometry=' 'l/layout=+' 'effort=' 'candidates=' 'save=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'convert'
            __museimg_parse_subcommand -r 2 'vote' 'f/format=' 'g/geometry=' 'l/layout=+' 'O/output-format=' 'L/output-layout=+' 'correct' 'as-is' 'on-error=' 'range=' 'oob=' 'bad=' 'on-missing=' 'strict' 'dry-run' 'force' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'map'
            __museimg_parse_subcommand 1 'f/format=' 'g/geometry=' 'l/layout=+' 'by=' 'totals' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'hexdump'
            __museimg_parse_subcommand 2 'f/format=' 'g/geometry=' 'l/layout=+' 'oob=' 'raw' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'check'
            __museimg_parse_subcommand -r 1 'f/format=' 'g/geometry=' 'l/layout=+' 'pages' 'worst=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'compare'
            __museimg_parse_subcommand 2 'oob' 'raw' 'f/format=' 'g/geometry=' 'l/layout=+' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'mount'
            __museimg_parse_subcommand 2 'f/format=' 'g/geometry=' 'l/layout=+' 'as=' 'volatile' 'read-only' 'store=' 'save=' 'force' 'parts=' 'with=+' 'record=' 'name=' 'run=' 'foreground' 'log=' 'strict' 'mlc' 'subpages=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'umount'
            __museimg_parse_subcommand -r 1 'all' 'force' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'status'
            __museimg_parse_subcommand 1 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'store'
            __museimg_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'create'
                __museimg_parse_subcommand 1 'from=' 'self-contained' 'force' 'f/format=' 'g/geometry=' 'l/layout=+' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'log'
                __museimg_parse_subcommand 1 'n/limit=' 'marks' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'mark'
                __museimg_parse_subcommand 2 'base=' 'at=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'rewind'
                __museimg_parse_subcommand 2 'base=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'diff'
                __museimg_parse_subcommand 2 'base=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'compact'
                __museimg_parse_subcommand 1 'base=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'check'
                __museimg_parse_subcommand 1 'base=' 'verify' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'export'
                __museimg_parse_subcommand 2 'O/output-format=' 'L/output-layout=+' 'strict' 'force' 'base=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            end
        case 'trace'
            __museimg_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'show'
                __museimg_parse_subcommand 1 'n/limit=' 'totals' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'replay'
                __museimg_parse_subcommand 2 'f/format=' 'g/geometry=' 'l/layout=+' 'until=' 'verify' 'with=+' 'store=' 'save=' 'force' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'powercut'
                __museimg_parse_subcommand 1 'base=' 'at=+' 'tear=+' 'check=' 'as=' 'O/output-format=' 'manifest=' 'j/jobs=' 'timeout=' 'keep-going' 'keep-failing=' 'seed=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            end
        case 'formats'
            __museimg_parse_subcommand 1 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'layouts'
            __museimg_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'show'
                __museimg_parse_subcommand 1 'g/geometry=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            case 'import'
                __museimg_parse_subcommand 2 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
            end
        case 'faults'
            __museimg_parse_subcommand 1 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'help'
            __museimg_parse_subcommand -r 1 'version'
        end
    end
end

function __museimg_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __museimg_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __museimg_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __museimg_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__museimg_tokens -p)
    if test -z "$(__museimg_tokens -t)"
        set -l index (count (__museimg_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'museimg' -f
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'info' -d 'Say what an image is: format, geometry, blocks, and what is recognised in the data.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'identify' -d 'Find out geometry, order of OOB and page layout of a dump, with proof.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'convert' -d 'Write an image in another form, byte-exact.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'map' -d 'Show which parts hold data, are erased, bad, missing or unreadable.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'hexdump' -d 'Show the bytes of pages, with their OOB.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'check' -d 'Count the wrong bits of a dump, and find what cannot be corrected.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'compare' -d 'Compare two images page by page.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'mount' -d 'Show an image to Linux as a flash device, with its ECC, OOB and bad blocks.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'umount' -d 'End a mount; write the changed image where --save asked for it.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'status' -d 'List live mounts, and what they have done.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'store' -d 'Keep every change of a chip in a file beside its image, and go back to any point.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'trace' -d 'List what was asked of a chip, do it again, cut the power at any point of it.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'formats' -d 'List the formats, or explain one with its options and limits.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'layouts' -d 'List the page layouts, or explain one with a picture of its page.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'faults' -d 'List the faults that --with takes, or explain one with an example.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg info" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg identify" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" effort' -l 'effort' -d 'How much to try: quick, normal or full.' -rfka 'quick normal full'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" candidates' -l 'candidates' -d 'Show up to this many readings.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" save' -l 'save' -d 'Write the proved layout as a file that -l reads.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg identify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg convert" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg convert" -ge 2' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" vote' -l 'vote' -d 'Take each bit as most of the dumps have it, and each step from a dump where it decodes.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" O output-format' -s 'O' -l 'output-format' -d 'The output\'s format, as in raw-oob,order=at-end or gzip:raw.' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text hexdump uboot-md xxd raw-oob oob-pair nanddump raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert"' -s 'L' -l 'output-layout' -d 'The output\'s page layout: parity is made for it. Written as -l is.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" correct' -l 'correct' -d 'Correct bit errors, or leave the bits as they are (default: correct where the output has no parity).'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" as-is' -l 'as-is' -d 'Correct bit errors, or leave the bits as they are (default: correct where the output has no parity).'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" on-error' -l 'on-error' -d 'Pages that the ECC cannot correct: stop, keep the raw bits, write zeros, or skip the page.' -rfka 'stop raw zero skip'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" range' -l 'range' -d 'Only these pages, as in block:0..7 or @0x20000+128K.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" oob' -l 'oob' -d 'The OOB: keep it; drop it (an output that always has OOB gets 0xFF); or make it 0xFF.' -rfka 'keep drop make'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" bad' -l 'bad' -d 'Bad blocks: keep them as they are, skip them (what follows moves up), or pad them with 0xFF.' -rfka 'keep skip pad'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" on-missing' -l 'on-missing' -d 'Pages that the input does not hold: keep them missing (where the output cannot, 0xFF, and counted), or write them as erased.' -rfka 'keep erased'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" strict' -l 'strict' -d 'Fail, and write nothing, where the output cannot express all and no option says so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" dry-run' -l 'dry-run' -d 'Write nothing; only say what would be done.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" force' -l 'force' -d 'Replace OUT if it is there.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg map" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" by' -l 'by' -d 'What has one state: page or block.' -rfka 'page block'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" totals' -l 'totals' -d 'Only the sums for each state.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg hexdump" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" oob' -l 'oob' -d 'Show data and OOB (both), data alone (none), or OOB alone (only).' -rfka 'only none both'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" raw' -l 'raw' -d 'Show pages as they lie on the chip, not taken apart and not corrected.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg check" -ge 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" pages' -l 'pages' -d 'List every uncorrectable step, not only the first few.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" worst' -l 'worst' -d 'How many of the worst pages to show.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg compare" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg compare" -eq 2' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" oob' -l 'oob' -d 'Compare the OOB too.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" raw' -l 'raw' -d 'Compare the bits as they lie on the chips, OOB too: not taken apart and not corrected.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg mount" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" as' -l 'as' -d 'What it becomes: mtd or fuse.' -rfka 'mtd fuse'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" volatile' -l 'volatile' -d 'Keep changes in memory and drop them at the end, or refuse them.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" read-only' -l 'read-only' -d 'Keep changes in memory and drop them at the end, or refuse them.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" store' -l 'store' -d 'Keep changes in this store, made if it is not there.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" save' -l 'save' -d 'At the end, write the changed image here, in its own format.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" force' -l 'force' -d 'Let --save replace a file.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" parts' -l 'parts' -d 'Partitions as the kernel\'s mtdparts= has them, or auto: what an environment, device tree, command line or RedBoot directory in the dump says.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount"' -l 'with' -d 'Put a filter between the chip and its ECC: faults,... or nandsim,... (see `museimg faults`). May be repeated; the first is nearest to the chip.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" record' -l 'record' -d 'Write every operation on the chip, reads too, into this new trace (see `museimg trace`).' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" name' -l 'name' -d 'Name of the MTD (default: the image\'s file name).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" run' -l 'run' -d 'Run this, and end the mount with it.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" foreground' -l 'foreground' -d 'Stay in the foreground; messages go to standard error.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" log' -l 'log' -d 'Append messages to this file (default: syslog).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" strict' -l 'strict' -d 'Refuse what the chip forbids: too many programs of a page, pages out of order.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" mlc' -l 'mlc' -d 'Take the chip for MLC NAND: a page is programmed once, in ascending order.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" subpages' -l 'subpages' -d 'Parts in which a page may be programmed: 1, 2 or 4 (default: as UBI in the image shows, else as the layout allows).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg mount" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" all' -l 'all' -d 'End all live mounts.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" force' -l 'force' -d 'End it although it is in use: its users get errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg umount" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg status" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg status" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg status" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg status" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg status" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg status" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store" -eq 1' -fa 'create' -d 'Make a store without a change, over an image.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store" -eq 1' -fa 'log' -d 'List what was done, the last first: blocks and pages, syncs, marks.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store" -eq 1' -fa 'mark' -d 'Give the present state, or another point, a name.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store" -eq 1' -fa 'rewind' -d 'Go back to a point, and on from there; what was after it stays, under a mark.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store" -eq 1' -fa 'diff' -d 'List the blocks and pages in which two points differ, data or OOB.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store" -eq 1' -fa 'compact' -d 'Write the store anew with no more than its marks and its present state need.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store" -eq 1' -fa 'check' -d 'Look at every record of a store, and at its base.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store" -eq 1' -fa 'export' -d 'Write a point of a store as an image, by default in the form of its base.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store create" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" from' -l 'from' -d 'The image: PATH, or FORMAT[,KEY=VALUE...]:PATH.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" self-contained' -l 'self-contained' -d 'Keep the image\'s pages in the store, compressed.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" force' -l 'force' -d 'Replace the store if it is there.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store create" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store log" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" limit n' -s 'n' -l 'limit' -d 'No more lines than this.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" marks' -l 'marks' -d 'Only marks, rewinds, faults and losses of power.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store log" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store mark" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" base' -l 'base' -d 'The image that the store is a change of, where it was moved.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" at' -l 'at' -d 'The point: a record\'s number or another mark (default: the last record).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store mark" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store rewind" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store rewind" base' -l 'base' -d 'The image that the store is a change of, where it was moved.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store rewind" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store rewind" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store rewind" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store rewind" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store rewind" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store rewind" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store rewind" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store diff" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store diff" -eq 2' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store diff" base' -l 'base' -d 'The image that the store is a change of, where it was moved.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store diff" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store diff" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store diff" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store diff" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store diff" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store diff" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store diff" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store compact" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store compact" base' -l 'base' -d 'The image that the store is a change of, where it was moved.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store compact" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store compact" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store compact" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store compact" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store compact" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store compact" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store compact" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store check" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" base' -l 'base' -d 'The image that the store is a change of, where it was moved.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" verify' -l 'verify' -d 'Compare all of the base with what it was.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store export" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg store export" -eq 2' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" O output-format' -s 'O' -l 'output-format' -d 'The output\'s format (default: the base\'s).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text hexdump uboot-md xxd raw-oob oob-pair nanddump raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export"' -s 'L' -l 'output-layout' -d 'The output\'s page layout: parity is made for it.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" strict' -l 'strict' -d 'Fail, and write nothing, where the output cannot express all.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" force' -l 'force' -d 'Replace OUT if it is there.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" base' -l 'base' -d 'The image that the store is a change of, where it was moved.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg store export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg trace" -eq 1' -fa 'show' -d 'List the operations of a trace, the first first: when, what, how long it took.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg trace" -eq 1' -fa 'replay' -d 'Do what a trace says again, on an image in the state in which it began.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg trace" -eq 1' -fa 'powercut' -d 'Cut the power after chosen records of a store, and let a command judge each state.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg trace show" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" limit n' -s 'n' -l 'limit' -d 'No more lines than this.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" totals' -l 'totals' -d 'Only the sums for each kind.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg trace replay" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg trace replay" -eq 2' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay"' -s 'l' -l 'layout' -d 'The page layout, a name of `museimg layouts`, ./FILE.toml, an inline code as in bch:t=8,step=512,bytes=13,at=12,poly=0x201b, or none; BLOCKS=LAYOUT for some blocks, as in 0..3=NAME (default: found by looking).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" until' -l 'until' -d 'End after this operation.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" verify' -l 'verify' -d 'Read what was read, and compare.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay"' -l 'with' -d 'Put a filter before the chip: faults,... or nandsim,... (see `museimg faults`). May be repeated.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" store' -l 'store' -d 'Keep what is done in this store, made if it is not there.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" save' -l 'save' -d 'Write the changed image here, in its own format.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" force' -l 'force' -d 'Let --save replace a file.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace replay" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg trace powercut" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" base' -l 'base' -d 'The image that the store is a change of, where it was moved.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut"' -l 'at' -d 'Where power is cut (default: all); a list, or repeated.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut"' -l 'tear' -d 'What becomes of the operation in flight (default: none); a list, or repeated.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" check' -l 'check' -d 'Judges a state: 0 is good.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" as' -l 'as' -d 'How CMD gets it: file, mtd or fuse.' -rfka 'file mtd fuse'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" O output-format' -s 'O' -l 'output-format' -d 'With --as file: $image is a file in this format.' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text hexdump uboot-md xxd raw-oob oob-pair nanddump raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" manifest' -l 'manifest' -d 'What was promised to be durable before which record.' -rF
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" j jobs' -s 'j' -l 'jobs' -d 'How many run at a time (default: the processors).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" timeout' -l 'timeout' -d 'Seconds after which CMD is ended, and has failed.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" keep-going' -l 'keep-going' -d 'Go on after a failure.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" keep-failing' -l 'keep-failing' -d 'Keep states at which CMD fails in this folder.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" seed' -l 'seed' -d 'What chance comes from (default: drawn, and told).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg trace powercut" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg formats" -eq 1' -fka 'gzip xz zstd bzip2 lz4 zip 7z tar swap16 swap32 swap4 bitrev invert store uimage trx android-sparse ihex srec tekhex ti-txt verilog ascii-hex nanddump-text uboot-nand hexdump redboot cfe uboot-md xxd od openocd raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg layouts" -eq 1' -fa 'show' -d 'List the page layouts, or explain one; this is what `layouts` does by itself.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg layouts" -eq 1' -fa 'import' -d 'Turn a configuration of nandtool into a layout file, on standard output.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg layouts show" -eq 1' -fka 'allwinner-boot0-t24 allwinner-boot0-t28 allwinner-boot0-t32 allwinner-boot0-t40 allwinner-boot0-t48 allwinner-boot0-t56 allwinner-boot0-t60 allwinner-boot0-t64 allwinner-t16 allwinner-t16-512 allwinner-t16-512-scrambled allwinner-t16-scrambled allwinner-t24 allwinner-t24-scrambled allwinner-t28 allwinner-t28-scrambled allwinner-t32 allwinner-t32-scrambled allwinner-t40 allwinner-t40-scrambled allwinner-t48 allwinner-t48-scrambled allwinner-t56 allwinner-t56-scrambled allwinner-t60 allwinner-t60-scrambled allwinner-t64 allwinner-t64-scrambled amlogic-t24-1k amlogic-t30-1k amlogic-t40-1k amlogic-t50-1k amlogic-t60-1k amlogic-t8 amlogic-t8-1k arasan-t12 arasan-t24-1k arasan-t4 arasan-t8 atmel-pmecc-masked-t12 atmel-pmecc-masked-t12-1k atmel-pmecc-masked-t2 atmel-pmecc-masked-t2-1k atmel-pmecc-masked-t24 atmel-pmecc-masked-t24-1k atmel-pmecc-masked-t32-1k atmel-pmecc-masked-t4 atmel-pmecc-masked-t4-1k atmel-pmecc-masked-t8 atmel-pmecc-masked-t8-1k atmel-pmecc-t12 atmel-pmecc-t12-1k atmel-pmecc-t2 atmel-pmecc-t2-1k atmel-pmecc-t24 atmel-pmecc-t24-1k atmel-pmecc-t32-1k atmel-pmecc-t4 atmel-pmecc-t4-1k atmel-pmecc-t8 atmel-pmecc-t8-1k broadcom-bch12-sas27 broadcom-bch12-sas28 broadcom-bch16-1k-sas54 broadcom-bch16-1k-sas56 broadcom-bch24-1k-sas54 broadcom-bch24-1k-sas56 broadcom-bch4 broadcom-bch4-sas27 broadcom-bch4-sas28 broadcom-bch4-small broadcom-bch8 broadcom-bch8-1k-sas54 broadcom-bch8-1k-sas56 broadcom-bch8-sas27 broadcom-bch8-sas28 broadcom-hamming broadcom-v4-bch4 broadcom-v4-bch4-small broadcom-v4-bch8 cafe davinci-ham1 davinci-rs davinci-rs-small denali-mrst-t15 denali-mrst-t8 denali-socfpga-t15 denali-socfpga-t8 denali-uniphier-t16 denali-uniphier-t24 denali-uniphier-t8 diskonchip docg3 elbc-eccm0 elbc-eccm1 flex-onenand fsmc-bch8 fsmc-ecc1 gpmi gpmi-1k-402b gpmi-1k-4443 gpmi-1k-5803 gpmi-1k-t40-402b gpmi-1k-t40-4443 gpmi-1k-t40-5803 gpmi-mx23 gpmi-t4 gpmi-t8 hisilicon-t16 hisilicon-t8 ifc-t4 ifc-t8 intel-lgm-t24 intel-lgm-t24-1k intel-lgm-t4 intel-lgm-t4-1k intel-lgm-t40-1k intel-lgm-t8 intel-lgm-t8-1k jz4725b-t4 jz4725b-t8 jz4740 jz4740-nanonote jz4780-t24-1k jz4780-t8 keystone-rbl kirkwood-rs linux-bch1 linux-bch12 linux-bch16 linux-bch16-1k linux-bch24 linux-bch24-1k linux-bch32-1k linux-bch4 linux-bch4-1k linux-bch40-1k linux-bch8 linux-bch8-1k linux-hamming linux-hamming-256 linux-hamming-512 linux-hamming-sm linux-hamming-sm-small linux-hamming-small lpc32xx-mlc lpc32xx-slc-small marvell-nfcv2 marvell-nfcv2-12bit-2k marvell-nfcv2-12bit-4k marvell-nfcv2-12bit-8k marvell-nfcv2-16bit-2k marvell-nfcv2-16bit-4k marvell-nfcv2-16bit-8k marvell-nfcv2-4bit-8k marvell-nfcv2-4k marvell-nfcv2-8bit-2k marvell-nfcv2-8bit-2k-spare64 marvell-nfcv2-8bit-4k marvell-nfcv2-8bit-8k marvell-nfcv2-hamming mediatek-scrambled-t12 mediatek-scrambled-t12-fdm8 mediatek-scrambled-t32-1k mediatek-scrambled-t32-1k-fdm8 mediatek-small mediatek-t10-spare26 mediatek-t10-spare26-fdm8 mediatek-t12 mediatek-t12-1k mediatek-t12-1k-fdm8 mediatek-t12-fdm8 mediatek-t12-m14-spare32 mediatek-t12-m14-spare32-fdm8 mediatek-t24-1k mediatek-t24-1k-fdm8 mediatek-t32-1k mediatek-t32-1k-fdm8 mediatek-t4 mediatek-t4-fdm8 mediatek-t4-m14 mediatek-t4-m14-fdm8 mxc-v1 mxc-v2-4bit mxc-v2-8bit omap-bch16 omap-bch4 omap-bch4-sw omap-bch8 omap-bch8-sw omap-ham1 omap-ham1-x16 ondie-2k-64-1bit ondie-am-2k-128 ondie-am-2k-64 ondie-ato ondie-cs-4bits ondie-cs-8bits ondie-dosilicon ondie-esmt ondie-etron-2k-120 ondie-etron-2k-128 ondie-etron-2k-128-interleaving ondie-etron-2k-128-interleaving-2 ondie-etron-2k-64 ondie-etron-2k-64-interleaving ondie-etron-2k-64-interleaving-2 ondie-etron-2k-64-no-oob ondie-etron-4k-240 ondie-etron-4k-256 ondie-etron-4k-256-interleaving ondie-gd-4bit ondie-gd-4k-8bit-sr-3bits ondie-gd-4k-8bit-sr2-2bits ondie-gd-8bit-sr-2bits ondie-gd-8bit-sr-3bits ondie-gd-8bit-sr2-2bits ondie-heyangtek-2k ondie-heyangtek-4bits ondie-heyangtek-4k ondie-mt-2k-8bits ondie-mt-4k-8bits ondie-mxic-2k-8bit ondie-mxic-4k-8bit ondie-paragon ondie-toshiba-2k ondie-toshiba-4k ondie-w25n01kv ondie-w25nxxjw ondie-w25nxxk-8bit ondie-xt26g01c ondie-xt26q01d ondie-xtx ondie-zd35q1gc onenand onenand-4k qnx-ti-bch4 qualcomm-bch4 qualcomm-bch4-x16 qualcomm-bch8 qualcomm-bch8-x16 qualcomm-rs qualcomm-rs-x16 qualcomm-sbl-bch4 qualcomm-sbl-bch8 qualcomm-sbl-rs ralink-rt3052 realtek-rtl9300 renesas-rzn1-t16 renesas-rzn1-t16-1k renesas-rzn1-t24-1k renesas-rzn1-t4 renesas-rzn1-t4-1k renesas-rzn1-t8 renesas-rzn1-t8-1k rockchip-t16 rockchip-t24 rockchip-t40 rockchip-t60 s3c-hamming sh-flctl stm32-fmc2-bch4 stm32-fmc2-bch4-x16 stm32-fmc2-bch8 stm32-fmc2-bch8-x16 stm32-fmc2-ham stm32-fmc2-ham-x16 tegra-bch-t14 tegra-bch-t16 tegra-bch-t4 tegra-bch-t8 tegra-rs-t4 tegra-rs-t6 tegra-rs-t8 vf610-t24 vf610-t32 wii xbox360 xbox360-big zynq-pl35x'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts show" g geometry' -s 'g' -l 'geometry' -d 'The page to explain it for, PAGE+OOB as in 2048+64 (default: the smallest that it is used with).' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts show" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts show" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts show" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts show" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts show" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts show" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg layouts import" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts import" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts import" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts import" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts import" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts import" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts import" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg layouts import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg faults" -eq 1' -fka 'flip burst stuck garble disturb neighbours retention programfail erasefail lie torn grownbad bad eio latency protect'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg faults" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg faults" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg faults" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg faults" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg faults" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg faults" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg faults" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg help" version' -l 'version' -d 'Show the version.'
